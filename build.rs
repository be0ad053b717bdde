//! Compiles the word lists under `assets/` into the tables that the annotator
//! uses where they lie, so that the program starts without building anything.

use std::{env, error::Error, fs, path::Path};

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
        let mut paths: Vec<_> = fs::read_dir(folder)?
            .map(|e| e.map(|e| e.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
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
    Ok(())
}
