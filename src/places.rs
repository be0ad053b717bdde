//! Where things live: the config, state, cache and data folders.
//!
//! Order for each: the command line, then `ATTACHE_…_DIR`, then the XDG
//! variable (on every system), then `~/.config/attache` if it exists, then what
//! the `directories` crate gives. Nothing is created here.

use std::{env, path::PathBuf};

use directories::ProjectDirs;

/// The folders of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The user's settings and the reading state.
    pub config: PathBuf,
    /// The index; can be deleted at any time.
    pub cache: PathBuf,
    /// Device id, lock, log, prompt history.
    pub state: PathBuf,
    /// The default library's parent.
    pub data: PathBuf,
}

/// What the command line and the environment say about folders.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--config-dir`
    pub config: Option<PathBuf>,
    /// `--cache-dir`
    pub cache: Option<PathBuf>,
}

impl Places {
    /// Finds the folders.
    ///
    /// Where the system knows no home, everything lies below `attache` in the
    /// temporary folder; [`Places::homeless`] tells it, so that it can be said.
    #[must_use]
    pub fn find(given: &Given) -> Self {
        let dirs = ProjectDirs::from("", "", "attache");
        let dirs = dirs.as_ref();
        let fallback = env::temp_dir().join("attache");
        let home_config = directories::BaseDirs::new()
            .map(|b| b.home_dir().join(".config").join("attache"))
            .filter(|p| p.is_dir());
        let config = given
            .config
            .clone()
            .or_else(|| var("ATTACHE_CONFIG_DIR"))
            .or_else(|| xdg("XDG_CONFIG_HOME"))
            .or(home_config)
            .or_else(|| dirs.map(|d| d.config_dir().to_owned()))
            .unwrap_or_else(|| fallback.join("config"));
        let cache = given
            .cache
            .clone()
            .or_else(|| var("ATTACHE_CACHE_DIR"))
            .or_else(|| xdg("XDG_CACHE_HOME"))
            .or_else(|| dirs.map(|d| d.cache_dir().to_owned()))
            .unwrap_or_else(|| fallback.join("cache"));
        // A config folder of one's own (a test, a second profile) keeps its
        // device id and lock beside it, not in the shared state folder.
        let own = given.config.is_some() || var("ATTACHE_CONFIG_DIR").is_some();
        let state = var("ATTACHE_STATE_DIR")
            .or_else(|| own.then(|| config.join("state")))
            .or_else(|| xdg("XDG_STATE_HOME"))
            .or_else(|| dirs.and_then(|d| d.state_dir().map(ToOwned::to_owned)))
            .or_else(|| dirs.map(|d| d.data_local_dir().join("state")))
            .unwrap_or_else(|| fallback.join("state"));
        let data = var("ATTACHE_DATA_DIR")
            .or_else(|| xdg("XDG_DATA_HOME"))
            .or_else(|| dirs.map(|d| d.data_dir().to_owned()))
            .unwrap_or_else(|| fallback.join("data"));
        Self {
            config,
            cache,
            state,
            data,
        }
    }

    /// Whether the system knows no home folder for this user.
    #[must_use]
    pub fn homeless() -> bool {
        ProjectDirs::from("", "", "attache").is_none()
    }

    /// The default library folder.
    #[must_use]
    pub fn articles(&self) -> PathBuf {
        self.data.join("articles")
    }

    /// The user's settings file.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The user's keys.
    #[must_use]
    pub fn keymap(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }

    /// The reading state of all devices.
    #[must_use]
    pub fn reading(&self) -> PathBuf {
        self.config.join("reading")
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.cache.join("library.sqlite")
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.state.join("attache.log")
    }
}

/// A non-empty environment variable.
fn var(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|v| !v.is_empty())
        .map(PathBuf::from)
}

/// Our folder under an XDG variable; relative values are ignored, as the XDG
/// Base Directory Specification asks.
fn xdg(name: &str) -> Option<PathBuf> {
    var(name)
        .filter(|p| p.is_absolute())
        .map(|p| p.join("attache"))
}
