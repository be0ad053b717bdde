//! Whole sentences through the officials pass, each with its counterexample.

use crate::{
    annotate::{
        Annotations, Annotator, Form,
        lexicon::{
            Category, Lexicon,
            compile::{Case, Item},
        },
        people,
        token::Tokens,
    },
    document::{BlockKind, Builder, Document},
};

fn document(text: &str) -> Document {
    let mut b = Builder::new();
    for line in text.split('\n') {
        b.begin(BlockKind::Paragraph, 0);
        b.push(line);
    }
    b.finish()
}

fn annotate(text: &str) -> (String, Annotations) {
    let d = document(text);
    (d.text().to_owned(), Annotator::default().annotate(&d))
}

/// Mention, title, affiliation, country of all officials.
fn officials(text: &str) -> Vec<[String; 4]> {
    let (text, found) = annotate(text);
    let or = |o: &Option<String>| o.clone().unwrap_or_else(|| "-".into());
    found
        .officials
        .iter()
        .map(|o| {
            [
                o.span.of(&text).to_owned(),
                or(&o.title),
                or(&o.affiliation),
                or(&o.country),
            ]
        })
        .collect()
}

fn row(cells: [&str; 4]) -> [String; 4] {
    cells.map(str::to_owned)
}

#[test]
fn an_office_stands_before_the_name_with_its_body() {
    assert_eq!(
        officials("“We are ready,” State Department spokesman Carlos Whitfield told reporters."),
        [row([
            "State Department spokesman Carlos Whitfield",
            "spokesman",
            "State Department",
            "US"
        ])]
    );
    assert_eq!(
        officials("Norwegian Foreign Minister Ingrid Solheim arrived in Lima."),
        [row([
            "Norwegian Foreign Minister Ingrid Solheim",
            "Foreign Minister",
            "Norway",
            "Norway"
        ])]
    );
}

#[test]
fn an_apposition_behind_the_name_gives_the_office_but_not_the_span() {
    assert_eq!(
        officials("Tomás Valdera, Chile's deputy foreign minister, said talks went well."),
        [row([
            "Tomás Valdera",
            "deputy foreign minister",
            "Chile",
            "Chile"
        ])]
    );
    // The apposition of one name is not the title of the next.
    let found = officials(
        "The talks brought Olena Marchenko, German Chancellor Ulrike Brandt and aides together.",
    );
    assert!(
        found.iter().all(|o| !o[0].starts_with("Olena")),
        "{found:?}"
    );
}

#[test]
fn two_holders_of_one_office_in_one_sentence_stay_two() {
    let found = officials(
        "National Security Adviser Martin Hale led the US side, while National Security Adviser Yossi Barkan led the Israelis.",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0][3].as_str(), found[1][3].as_str()),
        ("US", "Israel")
    );
}

#[test]
fn a_title_begins_behind_the_name_before_it() {
    assert_eq!(
        officials("Governor Bola Okafor left. Okafor spokesman Carlos Whitfield stayed."),
        [
            row(["Governor Bola Okafor", "Governor", "-", "-"]),
            row(["Okafor", "Governor", "-", "-"]),
            row(["spokesman Carlos Whitfield", "spokesman", "Okafor", "-"]),
        ]
    );
    let spans = officials("John President John").into_iter();
    assert_eq!(
        spans.map(|o| o[0].clone()).collect::<Vec<_>>(),
        ["John", "President John"]
    );
}

#[test]
fn offices_of_several_go_to_each_with_its_own_state() {
    let found = officials(
        "The foreign ministers of Egypt and Jordan, Karim Nasr and Layla Haddad, met on Sunday.",
    );
    let named: Vec<_> = found
        .iter()
        .filter(|o| o[0] != "foreign ministers of Egypt and Jordan")
        .collect();
    assert_eq!(named.len(), 2, "{found:?}");
    assert_eq!(named[0][1..], ["foreign minister", "Egypt", "Egypt"]);
    assert_eq!(named[1][1..], ["foreign minister", "Jordan", "Jordan"]);
}

#[test]
fn short_mentions_and_bare_titles_name_the_person() {
    let (text, found) = annotate(
        "Kenyan Defence Minister Grace Wanjiru spoke first. Ms Wanjiru left early. The minister gave no reason.",
    );
    let people: Vec<_> = found.officials.iter().map(|o| o.person).collect();
    assert_eq!(people.len(), 3, "{:?}", found.officials);
    assert!(people.iter().all(|p| *p == people[0]));
    assert_eq!(found.officials[1].form, Form::Short);
    assert_eq!(found.officials[1].span.of(&text), "Ms Wanjiru");
}

#[test]
fn unnamed_officials_and_groups_are_mentions_of_their_own() {
    let (text, found) =
        annotate("A senior Pentagon official said Turkish officials knew of the plan.");
    let forms: Vec<_> = found
        .officials
        .iter()
        .map(|o| (o.form, o.span.of(&text)))
        .collect();
    assert_eq!(
        forms,
        [
            (Form::Unnamed, "A senior Pentagon official"),
            (Form::Group, "Turkish officials")
        ]
    );
}

#[test]
fn places_papers_and_vehicles_are_no_persons() {
    let (text, found) = annotate(
        "They drove to Rafah and Khan Younis, Reuters reported, while Air Force One landed near HMS Queen Elizabeth.",
    );
    let names: Vec<_> = found.persons.iter().map(|p| p.span.of(&text)).collect();
    assert!(names.is_empty(), "{names:?}");
    assert!(
        found.officials.iter().all(|o| o.name.is_none()),
        "{:?}",
        found.officials
    );
}

#[test]
fn a_word_with_two_senses_is_a_title_only_at_the_head() {
    let (_, found) = annotate("It was a major offensive and a general failure of the source code.");
    assert!(found.officials.is_empty(), "{:?}", found.officials);
}

#[test]
fn corrections_of_the_user_win() {
    let list = people::parse(
        "not-a-person = [\"Sea Star\"]\n[[person]]\nname = \"Zorvan Blik\"\naliases = [\"ZB\"]\ntitle = \"envoy\"\ncountry = \"Chad\"\n",
    )
    .expect("valid");
    let lexicon = Lexicon::with_user(&list.items());
    let d = document("Captain Sea Star sank. ZB said so. Later Blik left.");
    let found = Annotator::new(&lexicon).with_people(&list).annotate(&d);
    let text = d.text();
    let names: Vec<_> = found
        .officials
        .iter()
        .filter_map(|o| o.name)
        .map(|n| n.of(text))
        .collect();
    assert_eq!(names[0], "ZB");
    assert!(!names.contains(&"Sea Star"));
    let person = found.person(found.officials[0].person).expect("entry");
    assert_eq!(person.name.as_deref(), Some("Zorvan Blik"));
    assert_eq!(person.country.as_deref(), Some("Chad"));
}

#[test]
fn a_pronoun_stands_for_the_last_person_whose_gender_fits() {
    let items = [("Marta", "f"), ("Viktor", "m")].map(|(name, value)| Item {
        phrase: name.into(),
        category: Category::Given,
        value: value.into(),
        case: Case::Title,
    });
    let lexicon = Lexicon::with_user(&items);
    let d = document("President Marta Lindqvist met Viktor Ohlin. She said the talks were good.");
    let text = Tokens::new(&d, &lexicon);
    let mut found = crate::annotate::Found::default();
    crate::annotate::Pass::run(&super::Officials::default(), &text, &mut found);
    let she = (0..text.tokens.len())
        .find(|i| text.word(*i) == "She")
        .expect("pronoun");
    let id = crate::annotate::person::pronoun(&text, &found, she).expect("resolved");
    let name = found.annotations.person(id).and_then(|p| p.name.clone());
    assert_eq!(name.as_deref(), Some("Marta Lindqvist"));
    assert_eq!(crate::annotate::person::pronoun(&text, &found, 0), None);
}

#[test]
fn names_of_the_whole_world_are_whole() {
    for name in [
        "Abdel Fattah al-Burhan",
        "Ursula von der Leyen",
        "Lai Shyh-bao",
        "Kim Yong-chol",
        "Teodoro Obiang Nguema",
        "María José Fernández de Córdoba",
        "Ó Searcaigh O'Brien",
        "Majed bin Mohamed al-Ansari",
        "Joseph R. Haddon, Jr.",
        "J. D. Okafor",
    ] {
        let text = format!("Foreign Minister {name} arrived on Monday.");
        let (text, found) = annotate(&text);
        let names: Vec<_> = found
            .officials
            .iter()
            .filter_map(|o| o.name)
            .map(|n| n.of(&text).trim_end_matches('.').to_owned())
            .collect();
        assert_eq!(names, [name.trim_end_matches('.')]);
    }
}

#[test]
fn a_complement_belongs_to_the_title_a_body_to_the_affiliation() {
    let found = officials("Alemu Bekele, Ethiopia's minister of water and energy, told reporters.");
    assert_eq!(
        found[0][1..],
        ["minister of water and energy", "Ethiopia", "Ethiopia"]
    );
    let found = officials("Minister for Strategic Affairs Dana Peretz spoke.");
    assert_eq!(found[0][0], "Minister for Strategic Affairs Dana Peretz");
    assert_eq!(found[0][1], "Minister for Strategic Affairs");
    let found = officials("President Carlos Andrade of Brazil spoke.");
    assert_eq!(found[0][1..], ["President", "Brazil", "Brazil"]);
    // "to" with a verb is no complement.
    let found = officials(
        "Kenyan Defence Minister Grace Wanjiru spoke. They asked the Defence Minister to resign.",
    );
    assert_eq!(found[1][0], "Defence Minister");
}

#[test]
fn a_counterpart_holds_the_same_office_for_another_state() {
    let found = officials(
        "Norwegian Foreign Minister Ingrid Solheim met her Chinese counterpart, Zhang Weimin, on Monday.",
    );
    assert_eq!(
        found[1][1..],
        ["Foreign Minister", "China", "China"],
        "{found:?}"
    );
}

#[test]
fn a_list_of_one_states_officials_shares_the_state() {
    let found = officials(
        "He met Norwegian Prime Minister Ingrid Solheim, Foreign Minister Lars Dahl and others.",
    );
    assert_eq!(
        found[1][1..],
        ["Foreign Minister", "Norway", "Norway"],
        "{found:?}"
    );
    // Another president in a list is another state's.
    let found = officials("He met Chadian President Idris Oumar and President Paul Mbeya.");
    assert_eq!(found[1][3], "-", "{found:?}");
}

#[test]
fn labels_of_a_transcript_name_the_speaker() {
    let (text, found) = annotate(
        "National Security Council spokesman Peter Halloran opened the briefing.\nMR. HALLORAN: Good morning.\nQ    So what now?",
    );
    let label = found
        .officials
        .iter()
        .find(|o| o.span.of(&text) == "MR. HALLORAN")
        .expect("label");
    assert_eq!(label.person, found.officials[0].person);
    assert!(found.persons.is_empty(), "{:?}", found.persons);
}

#[test]
fn a_shared_surname_goes_by_honorific_and_office() {
    let (text, found) = annotate(
        "President Ricardo Fuentes and his wife, Elena Fuentes, arrived. Mrs Fuentes smiled. President Fuentes waved.",
    );
    let of = |words: &str| {
        found
            .officials
            .iter()
            .map(|o| (o.span, o.person))
            .chain(found.persons.iter().map(|p| (p.span, p.person)))
            .find(|(s, _)| s.of(&text).contains(words))
            .map(|(_, p)| p)
    };
    assert_eq!(of("President Fuentes"), of("Ricardo Fuentes"));
    let mrs = found
        .persons
        .iter()
        .filter(|p| p.span.of(&text) == "Fuentes")
        .map(|p| Some(p.person))
        .next();
    assert_eq!(mrs, Some(of("Elena Fuentes")));
}

#[test]
fn firms_works_and_peoples_are_no_persons() {
    let (text, found) = annotate(
        "Mary Wells Lawrence founded it. The Clinton Foundation, Moss/Dragoti, Benson & Hedges and the Nile River were named. Muslim voters read Moby Dick at George Washington University.",
    );
    let names: Vec<_> = found.persons.iter().map(|p| p.span.of(&text)).collect();
    for no in [
        "Clinton",
        "Moss",
        "Dragoti",
        "Benson",
        "Nile River",
        "Muslim",
        "George Washington",
    ] {
        assert!(!names.contains(&no), "{names:?}");
    }
    assert!(names.contains(&"Mary Wells Lawrence"), "{names:?}");
}

#[test]
fn a_particle_begins_the_name_behind_a_short_title() {
    let names =
        |text: &str| -> Vec<String> { officials(text).into_iter().map(|r| r[0].clone()).collect() };
    assert_eq!(
        names(
            "Trade Minister Pieter van den Berg left. Mr van den Berg said no. Sen. de la Cruz agreed."
        ),
        [
            "Trade Minister Pieter van den Berg",
            "Mr van den Berg",
            "Sen. de la Cruz"
        ]
    );
    assert!(names("El Presidente de la República habló.").is_empty());
}

#[test]
fn a_plural_office_goes_to_each_name_with_its_state() {
    assert_eq!(
        officials("Finance ministers Otto Lindqvist of Sweden and Marta Kask of Estonia met."),
        [
            row([
                "Finance ministers Otto Lindqvist",
                "Finance minister",
                "Sweden",
                "Sweden"
            ]),
            row(["Marta Kask", "Finance minister", "Estonia", "Estonia"]),
        ]
    );
}

#[test]
fn authorities_keep_their_adjective() {
    for adjective in ["Local", "Regional", "Provincial", "Military"] {
        let text = format!("{adjective} authorities said that the bridge was shut.");
        let wanted = format!("{adjective} authorities");
        assert_eq!(officials(&text).first().map(|r| r[0].clone()), Some(wanted));
    }
}

#[test]
fn a_body_that_bears_a_name_is_no_mention_of_the_person() {
    let found = officials("President Kofi Asante spoke. Pupils of the Asante School sang.");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn an_adjective_of_a_state_is_a_given_name_only_behind_an_office() {
    let found = officials("Minister of Economic Development and Trade German Petrovsk resigned.");
    assert_eq!(
        found[0][..2],
        [
            "Minister of Economic Development and Trade German Petrovsk",
            "Minister of Economic Development and Trade"
        ]
    );
    let (text, found) = annotate("The German Volkswagen plant closed. German Petrovsk left.");
    let names = found.persons.iter().map(|p| p.span.of(&text));
    assert!(names.clone().all(|n| !n.contains("German")), "{found:?}");
}

#[test]
fn a_royal_title_before_a_style_is_no_given_name() {
    let found = officials("He met Amir Sheikh Tamim Bin Hamad Al-Thani of Qatar.");
    assert_eq!(found[0][0], "Amir Sheikh Tamim Bin Hamad Al-Thani");
    assert_eq!(found[0][3], "Qatar");
    let (text, found) = annotate("Amir Peretz left.");
    assert_eq!(found.persons[0].span.of(&text), "Amir Peretz");
}

#[test]
fn what_stands_behind_an_office_belongs_to_it_only_where_it_says_whose() {
    let spans =
        |text: &str| -> Vec<String> { officials(text).into_iter().map(|o| o[0].clone()).collect() };
    assert_eq!(
        spans("I asked the U.N. ambassador on what steps he took."),
        ["U.N. ambassador"]
    );
    assert_eq!(
        spans("A senior administration official on a call with reporters briefed us."),
        ["A senior administration official"]
    );
    assert!(
        !spans("He was the first president in American history.")
            .iter()
            .any(|s| s.contains("in American"))
    );
    assert_eq!(
        spans("Given Senator Bola Okafor's vote, we wait."),
        ["Senator Bola Okafor"]
    );
    let found = officials("Bola Okafor, the adviser on energy, spoke.");
    assert_eq!(found[0][1], "adviser on energy");
}
