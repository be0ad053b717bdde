use crate::{
    annotate::{Annotator, QuoteKind, QuoteSegment},
    document::{BlockKind, Builder, Document},
};

fn document(paragraphs: &[&str]) -> Document {
    let mut b = Builder::new();
    for p in paragraphs {
        b.begin(BlockKind::Paragraph, 0);
        b.push(p);
    }
    b.finish()
}

/// Kind, speaker, cue and text of each segment.
fn found(paragraphs: &[&str]) -> Vec<(QuoteKind, String, String, String)> {
    let d = document(paragraphs);
    let text =
        |s: Option<crate::span::Span>| s.map_or(String::new(), |s| s.of(d.text()).to_owned());
    let row = |q: &QuoteSegment| {
        (
            q.kind,
            text(q.speaker.as_ref().map(|p| p.span)),
            text(q.cue),
            text(Some(q.span)),
        )
    };
    Annotator::default()
        .annotate(&d)
        .quotes
        .iter()
        .map(row)
        .collect()
}

/// Speaker and cue of each segment.
fn said(paragraphs: &[&str]) -> Vec<(String, String)> {
    found(paragraphs)
        .into_iter()
        .map(|(_, s, c, _)| (s, c))
        .collect()
}

fn one(paragraph: &str) -> (String, String, String) {
    let all = found(&["The talks ended late.", paragraph]);
    assert_eq!(all.len(), 1, "{all:?}");
    let (_, speaker, cue, text) = all.into_iter().next().expect("one");
    (speaker, cue, text)
}

fn is(paragraph: &str, speaker: &str, cue: &str, text: &str) {
    assert_eq!(one(paragraph), (speaker.into(), cue.into(), text.into()));
}

#[test]
fn cues_stand_behind_or_before_their_quote() {
    is(
        "“We agree,” the envoy said.",
        "the envoy",
        "said",
        "“We agree,”",
    );
    is(
        "“We agree,” said the envoy on Monday.",
        "the envoy",
        "said",
        "“We agree,”",
    );
    is(
        "The envoy said: “We agree.”",
        "The envoy",
        "said",
        "“We agree.”",
    );
    is(
        "The envoy told reporters, “We agree.”",
        "The envoy",
        "told",
        "“We agree.”",
    );
    is(
        "According to the envoy, “we have agreed on all of it.”",
        "the envoy",
        "According to",
        "“we have agreed on all of it.”",
    );
}

#[test]
fn a_verb_that_is_no_cue_counts_behind_a_quote() {
    is(
        "“We agree!” thundered Lena Ortiz.",
        "Lena Ortiz",
        "thundered",
        "“We agree!”",
    );
}

#[test]
fn an_interrupted_quote_has_one_speaker_and_number() {
    let d = document(&["“We agree,” the envoy said. “It is done and it will hold.”"]);
    let quotes = Annotator::default().annotate(&d).quotes;
    assert_eq!(quotes.len(), 2);
    assert_eq!(quotes[0].quote, quotes[1].quote);
    assert_eq!((quotes[0].segment, quotes[1].segment), (1, 2));
    assert_eq!(quotes[0].speaker, quotes[1].speaker);
}

#[test]
fn a_quote_goes_on_over_paragraphs() {
    let paragraphs = [
        "“The first round began in a small hall,” the presidency said after the meeting.",
        "“Both sides agreed on the aim.",
        "“They will meet again in the autumn.”",
    ];
    let d = document(&paragraphs);
    let quotes = Annotator::default().annotate(&d).quotes;
    let numbers: Vec<(u32, u32)> = quotes.iter().map(|q| (q.quote, q.segment)).collect();
    assert_eq!(numbers, [(1, 1), (1, 2), (1, 3)]);
    let all = said(&paragraphs);
    let whole = vec![("the presidency".to_owned(), "said".to_owned()); 3];
    assert_eq!(all, whole);
}

#[test]
fn a_name_behind_a_dash_signs_a_quote() {
    let all = said(&["“This is the time to end the war for good.” — Amina Diallo"]);
    assert_eq!(all, [("Amina Diallo".into(), String::new())]);
}

#[test]
fn titles_and_words_at_arms_length_are_no_quotes() {
    assert!(found(&["She starred in the film “The Long Winter” last year."]).is_empty());
    assert!(found(&["The so-called “village” has no houses."]).is_empty());
}

#[test]
fn fragments_take_the_speaker_of_their_clause() {
    let all = found(&["The minister said the reports were “not accurate”."]);
    let kinds: Vec<QuoteKind> = all.iter().map(|q| q.0).collect();
    assert_eq!(kinds, [QuoteKind::Reported, QuoteKind::Partial]);
    assert!(all.iter().all(|q| q.1 == "The minister" && q.2 == "said"));
}

#[test]
fn reported_speech_takes_its_complementiser() {
    is(
        "The minister has said that the border is closed.",
        "The minister",
        "has said",
        "that the border is closed",
    );
    is(
        "The minister has vowed to close the border.",
        "The minister",
        "has vowed",
        "to close the border",
    );
    is(
        "The border is closed, the minister said.",
        "the minister",
        "said",
        "The border is closed",
    );
    is(
        "The border is closed, according to two officials.",
        "two officials",
        "according to",
        "The border is closed",
    );
    is(
        "As the minister noted, the border is closed.",
        "the minister",
        "noted",
        "the border is closed",
    );
}

#[test]
fn a_source_is_a_whole_noun_phrase() {
    is(
        "Lena Ortiz, a spokeswoman for the ministry, said the border is closed.",
        "Lena Ortiz, a spokeswoman for the ministry",
        "said",
        "the border is closed",
    );
    is(
        "A spokesman for the ministry told Radio Sud that the border is closed.",
        "A spokesman for the ministry",
        "told",
        "that the border is closed",
    );
    is(
        "The ministry on Sunday said the border is closed.",
        "The ministry",
        "said",
        "the border is closed",
    );
}

#[test]
fn words_that_look_like_cues_are_left_alone() {
    assert!(found(&["The report on the calls was long."]).is_empty());
    assert!(found(&["His claims were many."]).is_empty());
    assert!(found(&["On Thursday, the hall was full."]).is_empty());
}

#[test]
fn other_languages_keep_their_quotes() {
    let all = found(&["Er wartete lange. „Wir gehen jetzt nach Hause.“"]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].3, "„Wir gehen jetzt nach Hause.“");
}

#[test]
fn a_transcript_has_turns() {
    let all = found(&[
        "MR. HALE: Good morning to all of you.",
        "Q Is the talk off?",
        "MR. HALE: It is on.",
        "We leave at noon.",
    ]);
    let turns: Vec<(QuoteKind, &str)> = all.iter().map(|q| (q.0, q.1.as_str())).collect();
    assert_eq!(
        turns,
        [
            (QuoteKind::Turn, "MR. HALE"),
            (QuoteKind::Turn, "Q"),
            (QuoteKind::Turn, "MR. HALE"),
            (QuoteKind::Turn, "MR. HALE"),
        ]
    );
}

#[test]
fn doubled_apostrophes_are_marks_too() {
    let all = found(&[
        "The talks ended late.",
        "''This is no reform, it is a retreat,'' said the envoy.",
    ]);
    let kinds: Vec<QuoteKind> = all.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [QuoteKind::Direct], "{all:?}");
}

#[test]
fn a_title_of_a_work_is_a_name_in_its_sentence() {
    let all = found(&["On “Meet the World,” Senator Lena Ortiz said the talks are on."]);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].1, "Senator Lena Ortiz");
    is(
        "The envoy told Sud Radio's “Morning Hour” that the talks are on.",
        "The envoy",
        "told",
        "that the talks are on",
    );
    // A slogan in capitals is quoted.
    let all = found(&["“Peace First, Always First,” the crowd chanted at the gate."]);
    assert_eq!(all[0].1, "the crowd");
}

#[test]
fn questions_of_who_did_something_have_no_speaker() {
    assert!(found(&["They put off the question of who commands the patrols."]).is_empty());
    let d = document(&["Two traders, who said the road was closed, turned back."]);
    let all = Annotator::default().annotate(&d).quotes;
    let party = all[0].speaker.as_ref().expect("a speaker");
    assert!(party.person.is_some() || d.slice(party.span) == "Two traders");
}

#[test]
fn the_clause_before_a_colon_or_comma_names_the_speaker() {
    let last = |text: &str| said(&[text]).pop().map(|(who, _)| who);
    assert_eq!(
        last("As Lena Ortiz noted, the loser was not in the room: “The house lost the vote.”"),
        Some("Lena Ortiz".into())
    );
    assert_eq!(
        last("The crowd roared, with Lena Ortiz shouting: “Open the gates now!”"),
        Some("Lena Ortiz".into())
    );
    assert_eq!(
        last("It gets better: “The house lost the vote again.”"),
        Some(String::new())
    );
    assert_eq!(
        last("“Shall we go home now?” a boy can be heard asking at the gate."),
        Some("a boy".into())
    );
}

#[test]
fn nouns_of_speech_have_owners() {
    is(
        "The uproar over Lena Ortiz's claim that the border is closed went on.",
        "Lena Ortiz",
        "claim",
        "that the border is closed went on",
    );
    assert!(found(&["Its claim to the island is old."]).is_empty());
}

#[test]
fn a_pronoun_names_nobody_of_its_own_quote() {
    let d = document(&[
        "The president of Chad, Idriss Sow, told the hall that he would go.",
        "“The meeting with Moussa Kone will be held on June 12,” he wrote.",
    ]);
    let found = Annotator::default().annotate(&d);
    let last = found.quotes.last().and_then(|q| q.speaker.as_ref());
    let person = last.and_then(|p| p.person).and_then(|id| found.person(id));
    assert_eq!(person.and_then(|p| p.name.as_deref()), Some("Idriss Sow"));
}

#[test]
fn whoever_asks_in_a_transcript_is_a_reporter() {
    let d = document(&[
        "MR. HALE: Good morning to all of you.",
        "Q Is the talk off?",
        "MR. HALE: It is on.",
    ]);
    let found = Annotator::default().annotate(&d);
    let party = found.quotes[1].speaker.as_ref();
    let person = party.and_then(|p| p.person).and_then(|id| found.person(id));
    assert_eq!(person.and_then(|p| p.name.as_deref()), Some("a reporter"));
}

#[test]
fn an_address_has_one_label() {
    let all = said(&[
        "Meeting with governors",
        "President of Chad Idriss Sow: Good afternoon, colleagues.",
        "As you know, we have much to do and our plans are drawn.",
        "I ask you to look at the roads first.",
        "We shall meet again in May.",
    ]);
    assert_eq!(all.len(), 4, "{all:?}");
    let profile = said(&[
        "Who is who",
        "President of Chad Idriss Sow: a soldier by training.",
        "He came to office in May and has travelled little.",
        "His ministers are new.",
    ]);
    assert!(profile.is_empty(), "{profile:?}");
}

#[test]
fn a_part_of_the_speaker_is_not_the_speaker() {
    let name = |text: &str| {
        let d = document(&[text]);
        let found = Annotator::default().annotate(&d);
        let party = found.quotes.last().and_then(|q| q.speaker.clone());
        let person = party
            .and_then(|p| p.person)
            .and_then(|id| found.person(id).cloned());
        person.and_then(|p| p.name)
    };
    assert_eq!(name("A lawyer for Lena Ortiz said the talks are on."), None);
    assert_eq!(
        name("Lena Ortiz of the port union said the talks are on.").as_deref(),
        Some("Lena Ortiz")
    );
}

/// Speaker, cue and content of the reported speech of a paragraph.
fn reported(paragraph: &str) -> Vec<(String, String, String)> {
    found(&["The talks ended late.", paragraph])
        .into_iter()
        .filter(|q| q.0 == QuoteKind::Reported)
        .map(|(_, s, c, t)| (s, c, t))
        .collect()
}

fn reports(paragraph: &str, expected: &[(&str, &str, &str)]) {
    let expected: Vec<(String, String, String)> = expected
        .iter()
        .map(|(s, c, t)| ((*s).into(), (*c).into(), (*t).into()))
        .collect();
    assert_eq!(reported(paragraph), expected);
}

#[test]
fn a_pair_may_interrupt_the_clause_before_its_verb() {
    reports(
        "In the long run, many economists say, the levy will pay for itself.",
        &[
            ("many economists", "say", "In the long run"),
            ("many economists", "say", "the levy will pay for itself"),
        ],
    );
    reports(
        "The museum, Lena Ortiz said on Monday, would open in spring.",
        &[
            ("Lena Ortiz", "said", "The museum"),
            ("Lena Ortiz", "said", "would open in spring"),
        ],
    );
    reports(
        "But, Lena Ortiz added, he did not support the levy.",
        &[("Lena Ortiz", "added", "he did not support the levy")],
    );
    // What stands before is a time, and nothing is said behind.
    reports("On Monday, Lena Ortiz spoke, smiling.", &[]);
}

#[test]
fn insertions_stand_between_a_cue_and_its_content() {
    reports(
        "The envoy said, however, that the talks would go on.",
        &[("The envoy", "said", "that the talks would go on")],
    );
    reports(
        "The envoy said — on the radio, as it happens — that the talks would go on.",
        &[("The envoy", "said", "that the talks would go on")],
    );
    reports(
        "The agency said that, by its own count, nine towns were flooded.",
        &[(
            "The agency",
            "said",
            "that, by its own count, nine towns were flooded",
        )],
    );
    reports(
        "The minister called Friday's vote a farce.",
        &[("The minister", "called", "Friday's vote a farce")],
    );
}

#[test]
fn a_plural_head_before_its_preposition_speaks() {
    reports(
        "Officials in Geneva say the deal is dead.",
        &[("Officials in Geneva", "say", "the deal is dead")],
    );
    reports(
        "Sources close to her office say she will stand.",
        &[("Sources close to her office", "say", "she will stand")],
    );
    reports("The minister from Geneva say the deal is dead.", &[]);
}

#[test]
fn content_ends_before_the_next_cue_of_its_subject() {
    reports(
        "The minister is telling farmers that the levy stays and says he will pay for it.",
        &[
            ("The minister", "is telling", "that the levy stays"),
            ("The minister", "says", "he will pay for it"),
        ],
    );
    reports(
        "Ortiz noted the floods, her visits to the towns and her work for the fund.",
        &[(
            "Ortiz",
            "noted",
            "the floods, her visits to the towns and her work for the fund",
        )],
    );
    reports(
        "Ortiz praised the mayor, who vowed to rebuild the bridge.",
        &[
            ("Ortiz", "praised", "the mayor"),
            ("who", "vowed", "to rebuild the bridge"),
        ],
    );
}

#[test]
fn what_the_subject_calls_somebody_is_quoted() {
    let all = found(&["Lena Ortiz has gone after the mayor as a “crook”."]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].1, "Lena Ortiz");
    // A noun that it qualifies: at arm's length.
    assert!(found(&["The town sees itself as a “green” place."]).is_empty());
}

#[test]
fn fragments_joined_by_and_share_their_speaker() {
    let all = said(&["The envoy called the vote a “farce” and a “shame”."]);
    assert_eq!(
        all.iter().filter(|(s, _)| s == "The envoy").count(),
        all.len()
    );
    assert!(all.len() > 2);
}

#[test]
fn headings_and_shows_are_no_quotes() {
    let heading = [
        "“We will stay,” the envoy said.",
        "“THE TALKS GO ON”",
        "The hall was cold.",
    ];
    assert_eq!(found(&heading).len(), 1);
    assert_eq!(
        said(&["On the channel's “Morning with the Envoys,” Lena Ortiz said she would stay."]),
        [("Lena Ortiz".into(), "said".into())]
    );
}

#[test]
fn a_quote_that_stands_alone_takes_a_near_speaker_only() {
    let near = said(&[
        "“We will stay,” the envoy said.",
        "“We have come a long way for this.”",
    ]);
    assert_eq!(near[1].0, "the envoy");
    let far = said(&[
        "“We will stay,” the envoy said.",
        "The hall was cold and the lamps were dim.",
        "Outside it had begun to snow.",
        "“They have come a long way for this.”",
    ]);
    assert_eq!(far[1].0, "");
    let again = said(&[
        "“We have come a long way for this peace.”",
        "The hall was cold.",
        "“We have come a long way for this peace,” said Lena Ortiz.",
    ]);
    assert_eq!(again[0].0, "Lena Ortiz");
    let asked = said(&["The mayor was asked by Lena Ortiz, “When will the bridge be open?”"]);
    assert_eq!(asked[0].0, "Lena Ortiz");
}

/// The names of the persons that speak.
fn persons(paragraphs: &[&str]) -> Vec<String> {
    let d = document(paragraphs);
    let all = Annotator::default().annotate(&d);
    let name = |q: &QuoteSegment| {
        let person = q.speaker.as_ref().and_then(|p| p.person);
        let name = person.and_then(|id| all.person(id)?.name.clone());
        name.map_or(String::new(), |n| n.to_string())
    };
    all.quotes.iter().map(name).collect()
}

#[test]
fn whoever_answers_is_the_interviewee() {
    let interview = [
        "An interview with Lena Ortiz.",
        "Q: Will the bridge be open in May?",
        "A: It will, if the money comes.",
        "Q: And if it does not?",
        "A: Then we wait.",
    ];
    let names = persons(&interview);
    assert_eq!(names[1], "Lena Ortiz");
    assert_eq!(names[3], "Lena Ortiz");
    let two = [
        "Lena Ortiz met Amina Diallo.",
        "Q: Will the bridge be open in May?",
        "A: It will, if the money comes.",
        "Q: And if it does not?",
        "A: Then we wait.",
    ];
    assert_eq!(persons(&two)[1], "");
}

#[test]
fn a_text_speaks_for_whoever_issued_it() {
    let all = persons(&[
        "President Lena Ortiz said in a statement on Monday that the talks would go on.",
        "“No one has left the table,” the statement said.",
    ]);
    assert!(all.iter().all(|n| n == "Lena Ortiz"), "{all:?}");
    let all = persons(&["“No one has left the table,” a statement said. Lena Ortiz smiled."]);
    assert_eq!(all, [""]);
}

#[test]
fn headlines_name_a_speaker_or_a_theme() {
    let speaker = |headline: &str| {
        let mut b = Builder::new();
        b.begin(BlockKind::Headline, 0);
        b.push(headline);
        b.begin(BlockKind::Paragraph, 0);
        b.push("It rained.");
        let d = b.finish();
        let quotes = Annotator::default().annotate(&d).quotes;
        let party = quotes.first().and_then(|q| q.speaker.as_ref());
        party.map_or(String::new(), |p| p.span.of(d.text()).to_owned())
    };
    assert_eq!(speaker("Lena Ortiz: We will stay"), "Lena Ortiz");
    assert_eq!(
        speaker("Beyond Syria and Iraq: The group is losing ground"),
        ""
    );
    assert_eq!(speaker("Fact Sheet: The President Signs an Order"), "");
    assert_eq!(speaker("Syria: Envoy Resigns"), "");
}

#[test]
fn a_relative_clause_may_be_what_was_said() {
    let all = reported("Ortiz praised the vote, which the agency said was fair.");
    assert!(
        all.contains(&("the agency".into(), "said".into(), "was fair".into())),
        "{all:?}"
    );
    reports("What the envoy said shocked them.", &[]);
}

#[test]
fn a_word_or_two_without_a_speaker_is_no_quote() {
    assert!(found(&["The mines went into a separate “holding trust” in spring."]).is_empty());
    let all = found(&["From the back came a chant of “Peace! Peace!” for an hour."]);
    assert_eq!(all.len(), 1);
}
