//! The panels about the whole library: started, filled as articles are looked
//! through, left for an article and come back to.

use crate::app::{
    action::PanelKind,
    effect::{Effect, Found},
    model::{Behind, Model},
    panel::{Looking, Panel},
};

/// Whether a panel's rows come from looking through the articles.
pub fn is_across(kind: PanelKind, library: bool) -> bool {
    let layer = matches!(
        kind,
        PanelKind::Officials | PanelKind::Figures | PanelKind::Quotes
    );
    library && layer
}

/// Opens a panel across the library: over what the list's query finds, if it
/// has one.
pub fn open(model: &mut Model, kind: PanelKind, out: &mut Vec<Effect>) {
    let number = model.next_number();
    let query = model.wanted_view.query.trim().to_owned();
    let mut panel = Panel::new(kind, true, Vec::new());
    panel.from = model.focus;
    panel.query.clone_from(&query);
    panel.looking = Some(Looking {
        number,
        ..Looking::default()
    });
    model.panel = Some(panel);
    model.across = Some(number);
    out.push(Effect::Across {
        kind,
        query,
        now: model.civil,
        number,
    });
}

/// The panel that waits for the rows of a request.
fn waiting(model: &mut Model, number: u64) -> Option<&mut Panel> {
    let behind = model.behind.as_mut().map(|b| &mut b.panel);
    model
        .panel
        .iter_mut()
        .chain(behind)
        .find(|p| p.looking.is_some_and(|l| l.number == number))
}

/// Takes rows that were found.
pub fn found(model: &mut Model, number: u64, found: Found) {
    let Some(panel) = waiting(model, number) else {
        return;
    };
    let Found {
        rows,
        instead,
        done,
        total,
        ended,
    } = found;
    if instead {
        panel.refill(rows);
    } else {
        panel.extend(rows);
    }
    panel.looking = (!ended).then_some(Looking {
        number,
        done,
        total,
    });
    if ended {
        model.across = None;
        if done < total {
            model.messages.note(&format!(
                "this is enough for one panel: the newest {done} of {total} articles; search first to look at others"
            ));
        }
    }
}

/// Stops looking, and keeps what was found; whether there was anything to stop.
pub fn stop(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(looking) = model.panel.as_mut().and_then(|p| p.looking.take()) else {
        return false;
    };
    model.across = None;
    out.push(Effect::StopAcross);
    model.messages.note(&format!(
        "stopped after {} of {} articles",
        looking.done, looking.total
    ));
    true
}

/// Stops looking for a panel that was left.
pub fn settle(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(number) = model.across
        && waiting(model, number).is_none()
    {
        model.across = None;
        out.push(Effect::StopAcross);
    }
}

/// Leaves a panel of the library for an article, or for what a query finds:
/// the way back leads to it.
pub fn step_behind(model: &mut Model, query: Option<String>) {
    model.behind = model
        .panel
        .take()
        .filter(|p| p.library)
        .map(|panel| Behind { panel, query });
}

/// From the article back to the panel that it was opened from.
pub fn back(model: &mut Model) -> bool {
    let behind = model.behind.take_if(|b| b.query.is_none());
    let came = behind.is_some();
    if let Some(behind) = behind {
        model.panel = Some(behind.panel);
        model.zen = false;
    }
    came
}

/// From what a query found back to the panel that asked for it.
pub fn back_from_query(model: &mut Model) -> Option<Panel> {
    let query = &model.wanted_view.query;
    let behind = model.behind.take_if(|b| b.query.as_ref() == Some(query));
    behind.map(|b| b.panel)
}
