//! Inflects English verbs for the lists. Shared with the build script.

/// The forms of a verb as the lists write it, each with its payload
/// `lemma:class:form`: base, third, past, ing, and participle where it differs
/// from the past.
///
/// `deny` is regular; `tell/told` gives the past, `write/wrote/written` the
/// participle too; words behind the verb stay (`point/pointed out`).
#[must_use]
pub fn forms(verb: &str, class: &str) -> Vec<(String, String)> {
    let (head, tail) = verb.split_once(' ').unwrap_or((verb, ""));
    let mut parts = head.split('/');
    let base = parts.next().unwrap_or("");
    let past = parts
        .next()
        .map_or_else(|| regular_past(base), str::to_owned);
    let participle = parts.next();
    let space = if tail.is_empty() { "" } else { " " };
    let mut out = Vec::with_capacity(5);
    let mut add = |form: &str, name: &str| {
        out.push((
            format!("{form}{space}{tail}"),
            format!("{base}{space}{tail}:{class}:{name}"),
        ));
    };
    add(base, "base");
    add(&third(base), "third");
    add(&past, "past");
    add(&ing(base, &past), "ing");
    if let Some(participle) = participle {
        add(participle, "participle");
    }
    if base == "be" {
        for (form, name) in [("am", "base"), ("are", "base"), ("were", "past")] {
            add(form, name);
        }
    }
    out
}

/// Whether the word ends with a consonant and `y`.
fn ends_cy(base: &str) -> bool {
    let mut back = base.chars().rev();
    back.next() == Some('y') && back.next().is_some_and(|c| !"aeiou".contains(c))
}

fn third(base: &str) -> String {
    match base {
        "be" => "is".to_owned(),
        _ if ends_cy(base) => format!("{}ies", base.trim_end_matches('y')),
        _ if ["s", "x", "z", "ch", "sh", "o"]
            .iter()
            .any(|e| base.ends_with(e)) =>
        {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

fn regular_past(base: &str) -> String {
    if ends_cy(base) {
        format!("{}ied", base.trim_end_matches('y'))
    } else if base.ends_with('e') {
        format!("{base}d")
    } else {
        format!("{base}ed")
    }
}

/// The `-ing` form: the last consonant is doubled where the past doubles it,
/// or where a short irregular verb does.
fn ing(base: &str, past: &str) -> String {
    let last = base.chars().next_back().unwrap_or(' ');
    let irregular = [
        "let", "put", "cut", "hit", "bet", "forget", "begin", "run", "forbid",
    ];
    let doubled = past == format!("{base}{last}ed") || irregular.contains(&base);
    if doubled {
        return format!("{base}{last}ing");
    }
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    let silent = base.len() > 2
        && base.ends_with('e')
        && !["ee", "oe", "ye"].iter().any(|e| base.ends_with(e));
    let stem = if silent {
        base.strip_suffix('e').unwrap_or(base)
    } else {
        base
    };
    format!("{stem}ing")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(verb: &str) -> Vec<String> {
        forms(verb, "say")
            .into_iter()
            .map(|(form, _)| form)
            .collect()
    }

    #[test]
    fn forms_of_regular_and_irregular_verbs() {
        assert_eq!(written("deny"), ["deny", "denies", "denied", "denying"]);
        assert_eq!(written("say/said"), ["say", "says", "said", "saying"]);
        assert_eq!(written("agree"), ["agree", "agrees", "agreed", "agreeing"]);
        assert_eq!(
            written("stress"),
            ["stress", "stresses", "stressed", "stressing"]
        );
        assert_eq!(written("argue"), ["argue", "argues", "argued", "arguing"]);
        assert_eq!(
            written("admit/admitted"),
            ["admit", "admits", "admitted", "admitting"]
        );
        assert_eq!(
            written("write/wrote/written"),
            ["write", "writes", "wrote", "writing", "written"]
        );
        assert_eq!(
            written("point/pointed out"),
            ["point out", "points out", "pointed out", "pointing out"]
        );
    }

    #[test]
    fn be_has_forms_of_its_own() {
        assert_eq!(
            written("be/was sure"),
            [
                "be sure",
                "is sure",
                "was sure",
                "being sure",
                "am sure",
                "are sure",
                "were sure"
            ]
        );
    }

    #[test]
    fn the_payload_names_lemma_class_and_form() {
        let told = forms("tell/told", "tell").swap_remove(2);
        assert_eq!(told, ("told".to_owned(), "tell:tell:past".to_owned()));
    }
}
