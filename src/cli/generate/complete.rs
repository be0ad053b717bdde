//! Completions of what only the program knows: articles of the library, and
//! settings with their values, themes among them. The scripts of bash, zsh and
//! fish ask `attache generate ids` and `attache generate settings`; those of the
//! other shells complete commands, options and files.

use clap_complete::Shell;

use crate::{
    clean::Clean,
    cli::{Context, Outcome, list, shelf},
    config::table,
    library::View,
    ui::theme::Theme,
};

/// Articles that are offered: the newest.
const IDS: usize = 500;

/// For bash: around the function that clap writes.
const BASH: &str = r#"
# Articles after show and diff, settings after --set.
_attache_more() {
    local n=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} name= word
    if [[ ${COMP_WORDS[n-1]} == --set ]]; then
        COMPREPLY=( $(compgen -W "$(attache generate settings 2>/dev/null | sed 's/=.*/=/' | sort -u)" -- "$cur") )
        compopt -o nospace 2>/dev/null
        return
    elif [[ $n -ge 3 && $cur == = && ${COMP_WORDS[n-2]} == --set ]]; then
        name=${COMP_WORDS[n-1]} cur=
    elif [[ $n -ge 4 && ${COMP_WORDS[n-1]} == = && ${COMP_WORDS[n-3]} == --set ]]; then
        name=${COMP_WORDS[n-2]}
    fi
    if [[ -n $name ]]; then
        COMPREPLY=( $(compgen -W "$(attache generate settings 2>/dev/null | sed -n "s/^$name=//p")" -- "$cur") )
        return
    fi
    _attache "$@"
    for word in "${COMP_WORDS[@]:1:n-1}"; do
        if [[ $word == show || $word == diff ]]; then
            COMPREPLY+=( $(compgen -W "$(attache generate ids 2>/dev/null | cut -f1)" -- "$cur") )
            return
        fi
    done
}
complete -F _attache_more -o bashdefault -o default attache
"#;

/// For fish.
const FISH: &str = r#"
# Articles after show and diff, settings after --set.
complete -c attache -n "__fish_seen_subcommand_from show diff" -a "(attache generate ids 2>/dev/null)"
complete -c attache -l set -x -a "(attache generate settings 2>/dev/null)"
"#;

/// For zsh, before the function that clap writes.
const ZSH: &str = r#"
_attache_article() {
    local -a ids
    ids=("${(@f)$(attache generate ids 2>/dev/null)}")
    ids=("${(@)ids/$'\t'/:}")
    _describe -t articles article ids
    _files
}

_attache_first() {
    _attache_commands
    _files
}

_attache_setting() {
    local -a settings
    settings=("${(@f)$(attache generate settings 2>/dev/null)}")
    compadd -a settings
}
"#;

/// A script of clap's, with what only the program knows.
pub(super) fn extended(shell: Shell, script: &str) -> String {
    match shell {
        Shell::Bash => script.to_owned() + BASH,
        Shell::Fish => script.to_owned() + FISH,
        Shell::Zsh => zsh(script),
        _ => script.to_owned(),
    }
}

/// Puts our functions where clap's script completes files and anything.
///
/// The bare command takes files or a command as its first word; clap's script
/// wants a file before the command, and would complete no command's options.
fn zsh(script: &str) -> String {
    let article = |line: &str| {
        ["':article ", "':old ", "':new "]
            .iter()
            .any(|p| line.starts_with(p))
    };
    let mut out = String::new();
    let script = script.replace("$line[2]", "$line[1]");
    let mut first = true;
    for (n, line) in script.lines().enumerate() {
        if first && line.starts_with("'::paths ") {
            continue;
        }
        let changed = if first && line.starts_with("\":: :_attache_commands\"") {
            first = false;
            line.replacen(":_attache_commands", ":_attache_first", 1)
        } else if article(line) {
            line.replacen(":_files'", ":_attache_article'", 1)
        } else {
            line.replacen(":NAME=VALUE:_default'", ":NAME=VALUE:_attache_setting'", 1)
        };
        out.extend([&*changed, "\n"]);
        if n == 0 {
            out.push_str(ZSH);
        }
    }
    out
}

/// The newest articles of the index as it is: id, tab, headline.
pub(super) fn ids(context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let library = shelf::open(context)?;
    let listing = library.list(&View::default(), list::now())?;
    let keys = listing.order.get(..listing.total.min(IDS)).unwrap_or(&[]);
    for row in library.rows(keys, "") {
        writeln!(context.out, "{}\t{}", row.id, row.title)?;
    }
    Ok(Outcome::Done)
}

/// Settings with the values that they can have: `theme=paper`; those with
/// endlessly many as `text-width=`.
pub(super) fn settings(context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let themes = Theme::names(&context.loaded().themes);
    let schema = table::schema();
    for setting in table::SETTINGS {
        let about = schema.pointer(&format!("/properties/{}", setting.name));
        let field = |key: &str| about.and_then(|a| a.get(key)).cloned();
        let mut values: Vec<String> = Vec::new();
        if setting.name.starts_with("theme") {
            if setting.name == "theme" {
                values.extend(["auto", "dark", "light"].map(str::to_owned));
            }
            values.extend(themes.iter().map(ToString::to_string));
        } else if field("type").is_some_and(|t| t == "boolean") {
            values.extend(["true", "false"].map(str::to_owned));
        } else if let Some(serde_json::Value::Array(choices)) = field("enum") {
            values.extend(choices.iter().filter_map(|c| Some(c.as_str()?.to_owned())));
        } else {
            values.push(String::new());
        }
        for value in values {
            let line = Clean::line(&format!("{}={value}", setting.name));
            writeln!(context.out, "{line}")?;
        }
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zsh_asks_for_articles_and_settings() {
        let mut script = Vec::new();
        clap_complete::generate(
            Shell::Zsh,
            &mut crate::cli::command(),
            "attache",
            &mut script,
        );
        let script = extended(Shell::Zsh, &String::from_utf8(script).expect("text"));
        assert!(script.starts_with("#compdef attache\n"));
        assert_eq!(script.matches(":_attache_article'").count(), 3, "{script}");
        assert!(script.matches(":_attache_setting'").count() > 3);
    }
}
