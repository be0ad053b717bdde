//! What the benches share: CPU time of this process, and made-up briefings.

#![allow(dead_code)] // each bench uses a part

use rustix::time::{ClockId, clock_gettime};

/// CPU seconds that this process has used, all threads.
pub fn cpu() -> f64 {
    let t = clock_gettime(ClockId::ProcessCPUTime);
    #[allow(clippy::cast_precision_loss)]
    let seconds = t.tv_sec as f64 + t.tv_nsec as f64 / 1e9;
    seconds
}

/// The result of `work` and the CPU seconds it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = cpu();
    let result = work();
    (result, cpu() - before)
}

/// The median of an odd number of measurements.
pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A small deterministic generator (Knuth's MMIX constants).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1))
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    pub fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or("")
    }
}

const STATES: &[&str] = &[
    "Norway", "Kenya", "Peru", "Japan", "Jordan", "Poland", "Chad", "Oman", "Nepal", "Chile",
];
const OFFICES: &[&str] = &[
    "Foreign Minister",
    "Defence Minister",
    "President",
    "Prime Minister",
    "special envoy",
    "Finance Minister",
    "ambassador",
];
const FIRST: &[&str] = &[
    "Amina", "Henrik", "Keiko", "Tomasz", "Lucia", "Omar", "Farida", "Pavel", "Grace", "Samir",
];
const LAST: &[&str] = &[
    "Adeyemi", "Larsen", "Tanaka", "Kowalski", "Vargas", "Haddad", "Rahman", "Novak", "Mwangi",
    "Diallo",
];
const PLACES: &[&str] = &[
    "Geneva", "Cairo", "Nairobi", "Vienna", "Doha", "Jakarta", "Lima", "Brussels",
];
const THINGS: &[&str] = &[
    "the ceasefire",
    "the border crossing",
    "a joint patrol",
    "grain exports",
    "the humanitarian corridor",
    "water rights",
    "an exchange of prisoners",
    "the sanctions review",
];
const COUNTED: &[&str] = &[
    "people were displaced",
    "tonnes of aid arrived",
    "troops were withdrawn",
    "families returned",
];

/// The text of made-up briefing number `i`, about 3 KB, the same every time.
pub fn briefing(i: usize) -> String {
    let mut d = Dice::new(i as u64 + 1);
    let d = &mut d;
    let (state, place, thing) = (d.of(STATES), d.of(PLACES), d.of(THINGS));
    let mut text = format!(
        "{state} and partners weigh {thing} in round {i} of talks in {place}\n\n\
         Envoys say that the text is close but the dates are not\n\n"
    );
    for _ in 0..14 {
        let (office, first, last) = (d.of(OFFICES), d.of(FIRST), d.of(LAST));
        let (state, place, thing, counted) =
            (d.of(STATES), d.of(PLACES), d.of(THINGS), d.of(COUNTED));
        let n = 100 + d.below(90_000);
        let paragraph = match d.below(4) {
            0 => format!(
                "{state}'s {office} {first} {last} said on Tuesday that {thing} would be settled before the end of the month, after a week of meetings in {place}.\n\n"
            ),
            1 => format!(
                "\"We have not come to {place} to count chairs,\" {first} {last}, {state}'s {office}, told reporters. \"We have come for {thing}, and we shall not leave without it.\"\n\n"
            ),
            2 => format!(
                "More than {n} {counted} near {place} since the spring, according to local authorities, up from {} a year before.\n\n",
                n / 3
            ),
            _ => format!(
                "A senior official of {state}, who asked not to be named, said that the delegation had \"no objection in principle\" to {thing} but wanted it in writing.\n\n"
            ),
        };
        text.push_str(&paragraph);
    }
    let (month, day) = (1 + i / 28 % 12, 1 + i % 28);
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = names.get(month - 1).copied().unwrap_or("January");
    text + &format!("Updated: {name} {day}, 2024, 8:30 PM\n")
}
