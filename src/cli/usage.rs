//! Mistakes on the command line, help and version: what clap says, and what it
//! cannot know.

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::error::ErrorKind;

use crate::clean::Clean;

/// Commands that take a query, in which `-word` means "without".
const QUERIES: &[&str] = &[
    "list",
    "search",
    "officials",
    "quotes",
    "figures",
    "passages",
];

/// Help and version go to standard output, mistakes to standard error; a gone
/// reader of either is no error.
pub(super) fn say(error: &clap::Error, args: &[OsString]) -> ExitCode {
    let tty = if error.use_stderr() {
        io::stderr().is_terminal()
    } else {
        io::stdout().is_terminal()
    };
    let _ = if tty { error.print() } else { plain(error) };
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    if let Some(hint) = minus(error.kind(), args) {
        let _ = writeln!(io::stderr(), "\n{hint}");
    }
    ExitCode::from(2)
}

fn plain(error: &clap::Error) -> io::Result<()> {
    let text = error.render().to_string();
    if error.use_stderr() {
        io::stderr().write_all(text.as_bytes())
    } else {
        io::stdout().write_all(text.as_bytes())
    }
}

/// What to do where a query's `-word` was taken for options.
fn minus(kind: ErrorKind, args: &[OsString]) -> Option<Clean> {
    if !matches!(
        kind,
        ErrorKind::UnknownArgument | ErrorKind::ValueValidation | ErrorKind::InvalidValue
    ) {
        return None;
    }
    let args: Vec<String> = args
        .iter()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    let command = args.iter().position(|a| QUERIES.contains(&a.as_str()))?;
    let rest = args.get(command + 1..)?;
    let is_word = |a: &String| {
        let word = a.strip_prefix('-').unwrap_or("");
        let second = word.chars().nth(1);
        let begins = word.starts_with(|c: char| c.is_alphabetic() || c == '"');
        begins && second.is_some_and(|c| !c.is_ascii_digit() && c != '=')
    };
    let word = rest
        .iter()
        .take_while(|a| *a != "--")
        .find(|a| is_word(a))?;
    let quoted = if word.contains([' ', '"']) {
        format!("'{word}'")
    } else {
        word.clone()
    };
    let name = args.get(command)?;
    Some(Clean::line(&format!(
        "To find articles without a word, write the query behind --, or NOT for the minus: \
         attache {name} -- {quoted}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Option<String> {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        minus(ErrorKind::UnknownArgument, &args).map(|c| c.to_string())
    }

    #[test]
    fn a_minus_in_a_query_is_explained() {
        let hint = said("attache list -truce").expect("hint");
        assert!(hint.ends_with("attache list -- -truce"), "{hint}");
        let hint = said("attache --library x search aid -truce").expect("hint");
        assert!(hint.ends_with("attache search -- -truce"), "{hint}");
    }

    #[test]
    fn other_mistakes_are_not_explained_away() {
        assert_eq!(said("attache list --jsn"), None);
        assert_eq!(said("attache list -n5"), None);
        assert_eq!(said("attache show -plain"), None);
        assert_eq!(said("attache list -- -truce"), None);
        let args = ["attache", "list", "-truce"].map(OsString::from);
        assert_eq!(minus(ErrorKind::MissingSubcommand, &args), None);
    }
}
