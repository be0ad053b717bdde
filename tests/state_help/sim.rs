//! A disk in memory that fails or loses power at a given step, and forgets what
//! was not synced.

#![allow(dead_code)]

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Mutex,
};

use attache::state::{Disk, DiskFile, Found, Held, Identity};

/// What is left of unsynced work when the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// Nothing: names and contents as they were last synced.
    Strict,
    /// All names, and of unsynced contents the first bytes: a rename may reach
    /// the disk before the file that it names.
    NamesOnly(usize),
    /// Contents, but no unsynced name.
    ContentsOnly,
    /// Everything: the process was killed, the machine went on.
    Killed,
}

impl Crash {
    pub const ALL: [Self; 6] = [
        Self::Strict,
        Self::NamesOnly(0),
        Self::NamesOnly(512),
        Self::NamesOnly(1024),
        Self::ContentsOnly,
        Self::Killed,
    ];
}

#[derive(Clone, Debug, Default)]
struct Inode {
    now: Vec<u8>,
    synced: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

type Names = BTreeMap<PathBuf, Node>;

#[derive(Clone, Debug, Default)]
struct Inner {
    inodes: Vec<Inode>,
    names: Names,
    synced: Names,
    steps: usize,
    fail_at: Option<usize>,
    die_at: Option<usize>,
    dead: bool,
    full: bool,
    writes: u64,
}

/// The disk.
#[derive(Debug, Default)]
pub struct SimDisk(Mutex<Inner>);

fn not_found() -> io::Error {
    io::Error::from(ErrorKind::NotFound)
}

impl Inner {
    /// Counts a step; an error if it is to fail.
    fn step(&mut self) -> io::Result<()> {
        if self.dead {
            return Err(io::Error::other("no power"));
        }
        let n = self.steps;
        self.steps += 1;
        if self.die_at == Some(n) {
            self.dead = true;
            return Err(io::Error::other("no power"));
        }
        if self.fail_at == Some(n) {
            return Err(io::Error::other("the disk fails"));
        }
        Ok(())
    }
}

impl SimDisk {
    pub fn new() -> Self {
        let disk = Self::default();
        let root = PathBuf::from("/");
        {
            let mut inner = disk.0.lock().expect("disk");
            inner.names.insert(root.clone(), Node::Folder);
            inner.synced.insert(root, Node::Folder);
        }
        disk
    }

    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.0.lock().expect("disk"))
    }

    pub fn steps(&self) -> usize {
        self.with(|i| i.steps)
    }

    /// Makes one step from now fail, the `n`-th.
    pub fn fail_at(&self, n: usize) {
        self.with(|i| i.fail_at = Some(i.steps + n));
    }

    /// Makes no step fail any more.
    pub fn heal(&self) {
        self.with(|i| i.fail_at = None);
    }

    pub fn lose_power_at(&self, n: usize) {
        self.with(|i| i.die_at = Some(i.steps + n));
    }

    pub fn is_dead(&self) -> bool {
        self.with(|i| i.dead)
    }

    pub fn fill(&self) {
        self.with(|i| i.full = true);
    }

    pub fn free(&self) {
        self.with(|i| i.full = false);
    }

    /// The disk as it is found when the power comes back.
    pub fn after(&self, crash: Crash) -> Self {
        self.with(|i| {
            let names = match crash {
                Crash::Strict | Crash::ContentsOnly => i.synced.clone(),
                Crash::NamesOnly(_) | Crash::Killed => i.names.clone(),
            };
            let inodes = i.inodes.iter().map(|node| {
                let data = match crash {
                    Crash::Strict => node.synced.clone().unwrap_or_default(),
                    Crash::NamesOnly(n) => node.synced.clone().unwrap_or_else(|| {
                        let n = n.min(node.now.len());
                        node.now.get(..n).unwrap_or(&[]).to_vec()
                    }),
                    Crash::ContentsOnly | Crash::Killed => node.now.clone(),
                };
                Inode {
                    synced: Some(data.clone()),
                    now: data,
                }
            });
            Self(Mutex::new(Inner {
                inodes: inodes.collect(),
                synced: names.clone(),
                names,
                ..Inner::default()
            }))
        })
    }
}

struct Open<'d> {
    disk: &'d SimDisk,
    inode: usize,
}

impl DiskFile for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.with(|i| {
            let result = i.step();
            // A write that fails, or is cut, has written a part.
            let part = match &result {
                Ok(()) if i.full => bytes.len() / 2,
                Ok(()) => bytes.len(),
                Err(_) => bytes.len() / 2,
            };
            i.writes += 1;
            if let Some(node) = i.inodes.get_mut(self.inode) {
                node.now.extend(bytes.get(..part).unwrap_or(&[]));
                node.synced = None;
            }
            result?;
            if i.full {
                return Err(io::Error::from(ErrorKind::StorageFull));
            }
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.with(|i| {
            i.step()?;
            if let Some(node) = i.inodes.get_mut(self.inode) {
                node.synced = Some(node.now.clone());
            }
            Ok(())
        })
    }
}

struct Lock;

impl Held for Lock {}

impl Disk for SimDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.with(|i| {
            i.step()?;
            match i.names.get(path) {
                Some(Node::File(n)) => {
                    Ok(i.inodes.get(*n).map(|f| f.now.clone()).unwrap_or_default())
                }
                Some(Node::Folder) => Err(io::Error::from(ErrorKind::IsADirectory)),
                None => Err(not_found()),
            }
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Found>> {
        self.with(|i| {
            i.step()?;
            if i.names.get(folder) != Some(&Node::Folder) {
                return Err(not_found());
            }
            let inside = i.names.iter().filter(|(p, _)| p.parent() == Some(folder));
            Ok(inside
                .map(|(p, node)| Found {
                    name: p
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    folder: *node == Node::Folder,
                })
                .collect())
        })
    }

    fn identity(&self, path: &Path) -> io::Result<Identity> {
        self.with(|i| {
            i.step()?;
            match i.names.get(path) {
                Some(Node::File(n)) => Ok(Identity {
                    len: i.inodes.get(*n).map_or(0, |f| f.now.len() as u64),
                    modified: None,
                    number: *n as u64,
                }),
                Some(Node::Folder) => Ok(Identity::default()),
                None => Err(not_found()),
            }
        })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.with(Inner::step)?;
        Ok(path.to_owned())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.with(|i| {
            i.step()?;
            if i.names.contains_key(path) {
                return Err(io::Error::from(ErrorKind::AlreadyExists));
            }
            i.names.insert(path.to_owned(), Node::Folder);
            Ok(())
        })
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile + '_>> {
        let inode = self.with(|i| {
            i.step()?;
            // A file that is emptied and written anew counts as a new one: what
            // is synced under the old name stays until then.
            let inode = i.inodes.len();
            i.inodes.push(Inode::default());
            i.names.insert(path.to_owned(), Node::File(inode));
            io::Result::Ok(inode)
        })?;
        Ok(Box::new(Open { disk: self, inode }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.with(|i| {
            i.step()?;
            let node = i.names.remove(from).ok_or_else(not_found)?;
            i.names.insert(to.to_owned(), node);
            Ok(())
        })
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.with(|i| {
            i.step()?;
            let inside = |p: &Path| p.parent() == Some(path);
            i.synced.retain(|p, _| !inside(p));
            let now: Vec<(PathBuf, Node)> = i
                .names
                .iter()
                .filter(|(p, _)| inside(p))
                .map(|(p, n)| (p.clone(), *n))
                .collect();
            i.synced.extend(now);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.with(|i| {
            i.step()?;
            i.names.remove(path).map(|_| ()).ok_or_else(not_found)
        })
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.with(|i| {
            i.step()?;
            match path.parent().map(|p| i.names.contains_key(p)) {
                Some(true) => Ok(Some(Box::new(Lock) as Box<dyn Held>)),
                _ => Err(not_found()),
            }
        })
    }

    fn host(&self) -> String {
        "desk".to_owned()
    }
}
