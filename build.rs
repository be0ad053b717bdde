//! Compiles the word lists under `assets/` into the tables that the annotator
//! uses where they lie, and the shipped settings, keys, themes and other tables into
//! constants, so that the program starts without building anything.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

#[path = "src/annotate/lexicon"]
mod lexicon {
    pub mod category;
    pub mod compile;
    pub mod fold;
    pub mod read;
    pub mod verb;
}

use lexicon::{compile, read};

fn main() -> Result<(), Box<dyn Error>> {
    for path in [
        "assets/lexicon",
        "assets/gazetteer",
        "assets/names",
        "assets/words",
        "assets/confidence",
        "assets/furniture",
        "assets/themes",
        "config",
        "src/annotate/lexicon",
    ] {
        println!("cargo:rerun-if-changed={path}");
    }
    let mut items = Vec::new();
    let mut states = String::new();
    for folder in [
        "assets/lexicon",
        "assets/gazetteer",
        "assets/names",
        "assets/words",
    ] {
        for path in files(Path::new(folder))? {
            let stem = path
                .file_stem()
                .and_then(|s| s.to_str())
                .unwrap_or("")
                .to_owned();
            match path.extension().and_then(|e| e.to_str()) {
                Some("toml") => {
                    let (new, names) = read::lists(&fs::read_to_string(&path)?)
                        .map_err(|e| format!("{}: {e}", path.display()))?;
                    items.extend(new);
                    for (code, name) in names {
                        states.extend([code.as_str(), "\t", name.as_str(), "\n"]);
                    }
                }
                Some("txt") => items.extend(read::plain(&fs::read_to_string(&path)?, &stem)),
                _ => {}
            }
        }
    }
    let out = env::var("OUT_DIR")?;
    let compiled = compile::compile(&items);
    fs::write(Path::new(&out).join("lexicon.bin"), compiled.numbers)?;
    fs::write(Path::new(&out).join("lexicon.txt"), compiled.strings)?;
    fs::write(Path::new(&out).join("states.txt"), states)?;
    fs::write(Path::new(&out).join("shipped.rs"), shipped()?)?;
    Ok(())
}

/// What a folder holds, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder)?.map(|e| e.map(|e| e.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The shipped TOML files as constants of `src/shipped.rs`: each under its own
/// name, those of a folder as a table under the folder's.
fn shipped() -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    let mut constant = |name: &str, what: &str, value: &toml::Value| {
        write!(
            out,
            "/// {what}\npub static {}: Value = ",
            name.to_uppercase()
        )?;
        literal(value, &mut out)?;
        out.push_str(";\n");
        Ok::<(), Box<dyn Error>>(())
    };
    for path in files(Path::new("config"))? {
        if path.is_file() {
            let (name, value) = read(&path)?;
            constant(&name, &format!("`{}`.", path.display()), &value)?;
        }
    }
    for folder in [
        "config/presets",
        "assets/themes",
        "assets/confidence",
        "assets/furniture",
    ] {
        let folder = Path::new(folder);
        let read = files(folder)?.into_iter().map(|path| read(&path));
        let table = toml::Value::Table(read.collect::<Result<_, _>>()?);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        constant(
            &name,
            &format!("The files of `{}`.", folder.display()),
            &table,
        )?;
    }
    Ok(out)
}

/// A TOML file with its name.
fn read(path: &Path) -> Result<(String, toml::Value), Box<dyn Error>> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let table: toml::Table = fs::read_to_string(path)?
        .parse()
        .map_err(|e| format!("{}: {e}", path.display()))?;
    Ok((name.into_owned(), toml::Value::Table(table)))
}

/// Writes a value as an expression of Rust.
fn literal(value: &toml::Value, out: &mut String) -> Result<(), Box<dyn Error>> {
    match value {
        toml::Value::String(text) => write!(out, "Value::Text({text:?})")?,
        toml::Value::Integer(whole) => write!(out, "Value::Whole({whole})")?,
        toml::Value::Float(fraction) => write!(out, "Value::Fraction({fraction:?})")?,
        toml::Value::Boolean(is) => write!(out, "Value::Bool({is})")?,
        toml::Value::Datetime(date) => return Err(format!("{date}: dates are not shipped").into()),
        toml::Value::Array(items) => {
            out.push_str("Value::List(&[");
            for item in items {
                literal(item, out)?;
                out.push(',');
            }
            out.push_str("])");
        }
        toml::Value::Table(table) => {
            out.push_str("Value::Table(&[");
            for (name, value) in table {
                write!(out, "({name:?}, ")?;
                literal(value, out)?;
                out.push_str("),");
            }
            out.push_str("])");
        }
    }
    Ok(())
}
