//! Other programs that get the terminal or our text: editor, pipe, clipboard.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, IsTerminal, Write},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{app::editor, clean::Clean, config::Config};

/// How long a clipboard's command has before we go on without its word: some
/// stay until something else is copied.
const CLIPBOARD: Duration = Duration::from_secs(2);

/// The keyboard, where standard input is something else (`attache -`).
fn keyboard() -> Option<File> {
    if io::stdin().is_terminal() {
        return None;
    }
    File::open("/dev/tty").ok()
}

fn failed(program: &str, error: &io::Error) -> Clean {
    let what = if error.kind() == io::ErrorKind::NotFound {
        format!("there is no program {program}")
    } else {
        format!("{program}: {error}")
    };
    Clean::line(&what)
}

/// Edits a file.
pub(super) fn edit_file(config: &Config, path: &Path) -> Result<(), Clean> {
    let words = editor::command(config);
    let Some((program, rest)) = words.split_first() else {
        return Err(Clean::line(editor::NONE));
    };
    let mut command = Command::new(program);
    let mut placed = false;
    for word in rest {
        if word == "%f" {
            command.arg(path);
            placed = true;
        } else {
            command.arg(word);
        }
    }
    if !placed {
        command.arg(path);
    }
    if let Some(keyboard) = keyboard() {
        command.stdin(keyboard);
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Clean::line(&format!("{program} ended with {status}"))),
        Err(error) => Err(failed(program, &error)),
    }
}

/// Edits a text in a file of its own; gives the text after it.
pub(super) fn edit_text(config: &Config, text: &str) -> Result<String, Clean> {
    let fail = |e: io::Error| Clean::line(&format!("the note cannot be edited: {e}"));
    let mut file = tempfile::Builder::new()
        .prefix("attache-note-")
        .suffix(".md")
        .tempfile()
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.flush().map_err(fail)?;
    edit_file(config, file.path())?;
    // Editors may replace the file: by its name, not by our descriptor.
    fs::read_to_string(file.path()).map_err(fail)
}

/// Gives text to a program that has the terminal, and waits for it.
pub(super) fn pipe(line: &str, text: &str) -> Result<Clean, Clean> {
    let words = editor::words(line);
    let Some((program, rest)) = words.split_first() else {
        return Err(Clean::line("no program is named"));
    };
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|e| failed(program, &e))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program may have read enough.
        let _ = stdin.write_all(text.as_bytes());
    }
    let status = child.wait().map_err(|e| failed(program, &e))?;
    let mut out = io::stdout();
    let _ = write!(out, "\n[{program} ended; Enter goes back to attache] ");
    let _ = out.flush();
    let mut line = String::new();
    let _ = match keyboard() {
        Some(keyboard) => BufReader::new(keyboard).read_line(&mut line),
        None => io::stdin().read_line(&mut line),
    };
    Ok(Clean::line(&if status.success() {
        format!("given to {program}")
    } else {
        format!("{program} ended with {status}")
    }))
}

/// Gives text to a program without the terminal (a clipboard's command).
pub(super) fn feed(words: &[String], text: &str) -> Result<(), Clean> {
    let Some((program, rest)) = words.split_first() else {
        return Err(Clean::line("no clipboard command is set"));
    };
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| failed(program, &e))?;
    let (stdin, text) = (child.stdin.take(), text.to_owned());
    let (tell, end) = mpsc::channel();
    thread::spawn(move || {
        let given = stdin.map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
        let ended = child.wait();
        // After the time nobody listens.
        let _ = tell.send(given.and(ended));
    });
    match end.recv_timeout(CLIPBOARD) {
        Ok(Ok(status)) if !status.success() => {
            Err(Clean::line(&format!("{program} ended with {status}")))
        }
        Ok(Err(error)) => Err(failed(program, &error)),
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named() {
        let error = feed(&["no-such-program-here".to_owned()], "x").expect_err("missing");
        assert!(error.contains("there is no program no-such-program-here"));
    }
}
