//! W3C Web Annotation (Recommendation of 23 February 2017) as JSON-LD: a
//! collection with one page.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::passage::{colour_name, view::PassageView};

fn annotation(view: &PassageView) -> Value {
    let p = &view.passage;
    let mut body = Vec::new();
    if !p.note.is_empty() {
        body.push(json!({
            "type": "TextualBody", "value": &*p.note, "format": "text/plain", "purpose": "commenting",
        }));
    }
    for tag in p.tags.iter().map(|t| &**t).chain([colour_name(p.colour)]) {
        body.push(json!({"type": "TextualBody", "value": tag, "purpose": "tagging"}));
    }
    let source = match &p.about.url {
        Some(url) => url.to_string(),
        None => format!("urn:attache:article:{}", p.article),
    };
    // Which text of the article the selectors describe.
    let taken = p.about.taken.unwrap_or(p.created);
    let motivation = if p.note.is_empty() {
        "highlighting"
    } else {
        "commenting"
    };
    json!({
        "id": format!("urn:attache:passage:{}", p.id),
        "type": "Annotation",
        "motivation": motivation,
        "created": p.created.to_string(),
        "modified": p.updated.to_string(),
        "body": body,
        "target": {
            "type": "SpecificResource",
            "source": source,
            "state": {"type": "TimeState", "sourceDate": taken.to_string()},
            "selector": [
                {"type": "TextQuoteSelector", "exact": &*p.selector.exact,
                 "prefix": &*p.selector.prefix, "suffix": &*p.selector.suffix},
                {"type": "TextPositionSelector", "start": view.start, "end": view.end},
            ],
        },
    })
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Value> = views.iter().map(annotation).collect();
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:attache:passages",
        "type": "AnnotationCollection",
        "label": "Passages kept with attache",
        "total": views.len(),
        "first": {
            "id": "urn:attache:passages:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    });
    serde_json::to_writer_pretty(&mut *out, &collection)?;
    writeln!(out)
}
