//! The categories of lexicon entries; shared with the build script.

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What an entry of the lexicon or gazetteer is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(dead_code)] // the build script uses only some
        pub enum Category { $($(#[$doc])* $name,)* }

        #[allow(dead_code)]
        impl Category {
            /// All categories; the position is the bit in [`Category::bit`].
            pub const ALL: &'static [Category] = &[$(Category::$name,)*];

            /// The name used in the lists.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Category::$name => $text,)* }
            }

            /// Reads a name as the lists write it.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Category::$name),)* _ => None }
            }

            /// The bit of this category in a set of classes.
            #[must_use]
            pub const fn bit(self) -> u64 {
                1 << self as u32
            }
        }

        /// The bits of several categories.
        #[must_use]
        #[allow(dead_code)] // not used by the build script
        pub const fn bits(categories: &[Category]) -> u64 {
            let (mut bits, mut n) = (0, 0);
            while n < categories.len() {
                bits |= categories[n].bit();
                n += 1;
            }
            bits
        }

        // Every category has a bit: one more than 64 does not compile.
        const _: () = assert!(Category::ALL.len() <= 64, "no bit is left for a category");
    };
}

categories! {
    /// A title of office; value: its kind.
    Office = "office",
    /// The plural of a title.
    OfficePlural = "office-plural",
    /// A collective of officials.
    Group = "group",
    /// An official without a name.
    Unnamed = "unnamed",
    /// An occupation that is no office.
    Role = "role",
    /// A relative.
    Kin = "kin",
    /// "former", "acting"; value: which.
    OfficeModifier = "office-modifier",
    /// Mr, Mrs; value: m, f or n.
    Honorific = "honorific",
    /// A military or police rank.
    Rank = "rank",
    /// A royal title.
    Royal = "royal",
    /// A title of the clergy.
    Clergy = "clergy",
    /// A form of a speech verb; value: lemma:class:form.
    Cue = "cue",
    /// "according to".
    CuePreposition = "cue-preposition",
    /// "statement".
    CueNoun = "cue-noun",
    /// A cardinal in words; value: the number.
    NumberWord = "number-word",
    /// "million"; value: the factor.
    Magnitude = "magnitude",
    /// "half", "third"; value: the fraction.
    Fraction = "fraction",
    /// "first".
    Ordinal = "ordinal",
    /// "dozens".
    VagueNumber = "vague-number",
    /// "more than"; value: the bound.
    Bound = "bound",
    /// A unit of measure; value: its canonical name.
    Unit = "unit",
    /// A noun that is often counted; value: its canonical name.
    Counted = "counted",
    /// A currency; value: its canonical name.
    Currency = "currency",
    /// "per cent"; value: which.
    Percent = "percent",
    /// A word after which a number is no figure.
    RefuseBefore = "refuse-before",
    /// A month; value: its number.
    Month = "month",
    /// A day of the week.
    Weekday = "weekday",
    /// "yesterday".
    RelativeDate = "relative-date",
    /// A preposition.
    Preposition = "preposition",
    /// An article or determiner.
    Determiner = "determiner",
    /// A conjunction.
    Conjunction = "conjunction",
    /// An auxiliary verb.
    Auxiliary = "auxiliary",
    /// A pronoun; value: gender or number and role.
    Pronoun = "pronoun",
    /// "not".
    Negation = "negation",
    /// An adverb between subject and cue.
    AdverbOfCue = "adverb-of-cue",
    /// "that", "whether".
    Complementiser = "complementiser",
    /// A common noun for a body; value: its kind.
    Institution = "institution",
    /// A word whose final dot does not end a sentence.
    Abbreviation = "abbreviation",
    /// "al", "van".
    NameParticle = "name-particle",
    /// "Jr".
    NameSuffix = "name-suffix",
    /// Capitalised words that look like a name but are none.
    NotPerson = "not-person",
    /// A last word of an organisation's or place's name.
    OrgSuffix = "org-suffix",
    /// What rules know of a word beside its class ("hedge", "no-office"); value:
    /// which.
    Trait = "trait",
    /// A state; value: its code.
    State = "state",
    /// An adjective of a state; value: its code.
    StateAdjective = "state-adjective",
    /// The people of a state; value: its code.
    StatePeople = "state-people",
    /// A capital; value: its state's code.
    Capital = "capital",
    /// A seat or house that speaks for a state; value: its code.
    Metonym = "metonym",
    /// A body of a state; value: code:kind.
    StateBody = "state-body",
    /// A province; value: its state's code.
    Region = "region",
    /// A body of no single state; value: its kind.
    Body = "body",
    /// A news medium.
    Agency = "agency",
    /// A company.
    Company = "company",
    /// A city; value: its state's code.
    City = "city",
    /// A sea, river, mountain, region; value: its kind.
    Place = "place",
    /// A given name; value: m, f or u.
    Given = "given",
    /// A given name that is also a word or a place.
    GivenWord = "given-word",
    /// A family name.
    Surname = "surname",
    /// A family name that is also a word or a place.
    SurnameWord = "surname-word",
    /// A family name that stands first; value: its language.
    SurnameFirst = "surname-first",
    /// An ordinary English word.
    Common = "common",
    /// A holder of one of the highest offices, or an office that only one state
    /// has; value: the state's code.
    Leader = "leader",
    /// A name of the user's watch list or corrections.
    User = "user",
    /// A form of an English verb; value: its inflections.
    Verb = "verb",
}
