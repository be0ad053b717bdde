//! A pass over the bytes of a page before any parser sees them: bounds depth,
//! attributes and the number of elements; text is never dropped.
//!
//! HTML tree builders take quadratic time in the depth of nesting, and their
//! users recurse: 20,000 nested elements overflow the stack, which cannot be
//! caught.

/// Deepest element: browsers stop at 512, news pages stay below 60.
const MAX_DEPTH: usize = 256;

/// Most formatting elements that are open at once. The parser opens each of
/// them again in every paragraph.
const MAX_FORMATTING: usize = 12;

/// Most attributes of an element, and their length in bytes together.
const MAX_ATTRIBUTES: usize = 64;
const MAX_TAG: usize = 64 << 10;

/// Most elements of a page, those that the parser adds included; a long news
/// page has 20,000.
const MAX_ELEMENTS: usize = 400_000;

/// A page that is safe to parse.
#[derive(Debug)]
pub(super) struct Cut {
    /// The page.
    pub(super) html: String,
    /// Tags that were dropped.
    pub(super) dropped: usize,
    /// Elements that are left, about.
    pub(super) elements: usize,
}

/// Bounds a page.
pub(super) fn cut(html: &str) -> Cut {
    let mut pass = Pass {
        html,
        bytes: html.as_bytes(),
        out: String::with_capacity(html.len()),
        kept: 0,
        stack: Vec::new(),
        formatting: 0,
        lost: Vec::new(),
        dropped: 0,
        elements: 0,
        open_comment: false,
        endless: Vec::new(),
    };
    pass.run();
    Cut {
        html: pass.out,
        dropped: pass.dropped,
        elements: pass.elements,
    }
}

struct Pass<'h> {
    html: &'h str,
    bytes: &'h [u8],
    out: String,
    /// Up to where the page has been copied or dropped.
    kept: usize,
    /// Names of the elements that are open.
    stack: Vec<Name>,
    /// How many of them are formatting.
    formatting: usize,
    /// Names of elements whose start was dropped: their ends go too.
    lost: Vec<Name>,
    dropped: usize,
    elements: usize,
    /// Whether no comment ends any more.
    open_comment: bool,
    /// Elements without markup that do not end any more.
    endless: Vec<Name>,
}

/// The first eleven bytes of an element's name in lower case, and its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Name([u8; 12]);

impl Name {
    fn of(bytes: &[u8]) -> Self {
        let mut name = [0; 12];
        for (slot, b) in name.iter_mut().zip(bytes.iter().take(11)) {
            *slot = b.to_ascii_lowercase();
        }
        name[11] = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
        Self(name)
    }

    fn text(&self) -> &[u8] {
        let len = self.0.iter().take(11).take_while(|b| **b != 0).count();
        self.0.get(..len).unwrap_or_default()
    }
}

/// Elements that have no end.
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"basefont"
            | b"bgsound"
            | b"br"
            | b"col"
            | b"embed"
            | b"frame"
            | b"hr"
            | b"img"
            | b"input"
            | b"keygen"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Elements that a new element of this name ends, where they are the innermost
/// ones: their own end is usually left out.
fn ends(name: &[u8]) -> &'static [&'static [u8]] {
    match name {
        b"li" => &[b"p", b"li"],
        b"dt" | b"dd" => &[b"p", b"dt", b"dd"],
        b"td" | b"th" => &[b"p", b"td", b"th"],
        b"tr" => &[b"p", b"td", b"th", b"tr"],
        b"tbody" | b"thead" | b"tfoot" => {
            &[b"p", b"td", b"th", b"tr", b"tbody", b"thead", b"tfoot"]
        }
        b"option" | b"optgroup" => &[b"option"],
        b"rp" | b"rt" => &[b"rp", b"rt"],
        b"p" | b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"section" | b"article" | b"header"
        | b"footer" | b"aside" | b"nav" | b"main" | b"figure" | b"blockquote" | b"pre"
        | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"center" | b"address"
        | b"fieldset" => &[b"p"],
        _ => &[],
    }
}

/// Elements that a page has once, written or not.
fn is_frame(name: &[u8]) -> bool {
    matches!(name, b"html" | b"head" | b"body")
}

fn is_formatting(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"b"
            | b"big"
            | b"code"
            | b"em"
            | b"font"
            | b"i"
            | b"nobr"
            | b"s"
            | b"small"
            | b"strike"
            | b"strong"
            | b"tt"
            | b"u"
    )
}

/// Elements whose content is no markup.
fn is_raw(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"textarea"
            | b"title"
            | b"xmp"
            | b"iframe"
            | b"noembed"
            | b"noframes"
    )
}

impl Pass<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', self.bytes.get(at..).unwrap_or_default()) {
            let open = at + found;
            at = match self.bytes.get(open + 1) {
                Some(b'!' | b'?') => self.declaration(open),
                Some(b'/') => self.end_tag(open),
                Some(b) if b.is_ascii_alphabetic() => self.start_tag(open),
                _ => open + 1,
            };
        }
        self.keep_to(self.bytes.len());
    }

    fn keep_to(&mut self, end: usize) {
        self.out
            .push_str(self.html.get(self.kept..end).unwrap_or_default());
        self.kept = end;
    }

    /// A comment or a declaration; kept as it is. The start of a comment that
    /// never ends is dropped: it would swallow the rest of the page.
    fn declaration(&mut self, open: usize) -> usize {
        let rest = self.bytes.get(open..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            let body = rest.get(2..).unwrap_or_default();
            let end = if self.open_comment {
                None
            } else {
                let plain = memchr::memmem::find(body, b"-->").map(|e| e + 3);
                plain.or_else(|| memchr::memmem::find(body, b"--!>").map(|e| e + 4))
            };
            if let Some(end) = end {
                return open + 2 + end;
            }
            self.open_comment = true;
            self.drop(open, open + 4);
            return open + 4;
        }
        memchr::memchr(b'>', rest).map_or(self.bytes.len(), |e| open + e + 1)
    }

    fn name_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let len = rest
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            .unwrap_or(rest.len());
        from + len
    }

    fn end_tag(&mut self, open: usize) -> usize {
        let end = self.name_end(open + 2);
        let name = Name::of(self.bytes.get(open + 2..end).unwrap_or_default());
        let close = memchr::memchr(b'>', self.bytes.get(end..).unwrap_or_default())
            .map_or(self.bytes.len(), |e| end + e + 1);
        if self.lost.last() == Some(&name) {
            self.lost.pop();
            self.drop(open, close);
        } else if let Some(i) = self.stack.iter().rposition(|n| *n == name) {
            for gone in self.stack.drain(i..) {
                self.formatting -= usize::from(is_formatting(gone.text()));
            }
        }
        close
    }

    /// Leaves a tag out; a space stays, so that words do not run together.
    fn drop(&mut self, open: usize, close: usize) {
        self.keep_to(open);
        self.out.push(' ');
        self.kept = close;
        self.dropped += 1;
    }

    fn start_tag(&mut self, open: usize) -> usize {
        let end = self.name_end(open + 1);
        let name = Name::of(self.bytes.get(open + 1..end).unwrap_or_default());
        let tag = self.attributes(end);
        let text = name.text();
        self.elements += 1 + if is_formatting(text) {
            0
        } else {
            self.formatting
        };
        let too_many = self.elements > MAX_ELEMENTS;
        let formatting = is_formatting(text);
        let counted = !is_void(text) && !is_frame(text) && !tag.closed;
        let ended = ends(text);
        while self.stack.pop_if(|n| ended.contains(&n.text())).is_some() {}
        let deep = counted && self.stack.len() >= MAX_DEPTH
            || formatting && self.formatting >= MAX_FORMATTING;
        if (too_many || deep) && !is_raw(text) {
            if counted {
                self.lost.push(name);
            }
            self.drop(open, tag.close);
            return tag.close;
        }
        if let Some(last) = tag.cut {
            self.keep_to(last);
            self.out.push('>');
            self.kept = tag.close;
            self.dropped += 1;
        }
        if is_raw(text) {
            return self.raw(open, &tag, name);
        }
        if counted {
            self.formatting += usize::from(formatting);
            self.stack.push(name);
        }
        tag.close
    }

    /// An element whose content is no markup: goes behind its end tag. One that
    /// never ends would swallow the rest of the page; its start is dropped,
    /// unless what follows is a program.
    fn raw(&mut self, open: usize, tag: &Tag, name: Name) -> usize {
        let text = name.text();
        let end = if self.endless.contains(&name) {
            None
        } else {
            self.raw_end(tag.close, text)
        };
        if let Some(end) = end {
            return end;
        }
        if matches!(text, b"script" | b"style") {
            return self.bytes.len();
        }
        self.endless.push(name);
        if self.kept <= open {
            self.drop(open, tag.close);
        }
        tag.close
    }

    /// Behind the end tag of an element whose content is no markup.
    fn raw_end(&self, from: usize, name: &[u8]) -> Option<usize> {
        let mut at = from;
        while let Some(found) =
            memchr::memmem::find(self.bytes.get(at..).unwrap_or_default(), b"</")
        {
            let start = at + found + 2;
            let end = start + name.len();
            let same = self
                .bytes
                .get(start..end)
                .is_some_and(|n| n.eq_ignore_ascii_case(name));
            let whole = self
                .bytes
                .get(end)
                .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if same && whole {
                let close = memchr::memchr(b'>', self.bytes.get(end..).unwrap_or_default());
                return Some(close.map_or(self.bytes.len(), |e| end + e + 1));
            }
            at = start;
        }
        None
    }

    /// Reads attributes up to the end of the tag.
    fn attributes(&self, from: usize) -> Tag {
        let mut at = from;
        let mut count = 0;
        let mut cut = None;
        let mut closed = false;
        loop {
            let Some(b) = self.bytes.get(at) else {
                return Tag {
                    close: self.bytes.len(),
                    cut,
                    closed: false,
                };
            };
            match b {
                b'>' => {
                    return Tag {
                        close: at + 1,
                        cut,
                        closed,
                    };
                }
                b'/' => {
                    closed = true;
                    at += 1;
                }
                b if b.is_ascii_whitespace() => at += 1,
                _ => {
                    closed = false;
                    if cut.is_none() && (count >= MAX_ATTRIBUTES || at - from > MAX_TAG) {
                        cut = Some(at);
                    }
                    count += 1;
                    let end = self.attribute(at);
                    if cut.is_none() && end - at > MAX_TAG {
                        cut = Some(at);
                    }
                    at = end;
                }
            }
        }
    }

    /// The end of one attribute.
    fn attribute(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'=' | b'/');
        // An equals sign in front belongs to the name.
        let name = 1 + rest
            .get(1..)
            .unwrap_or_default()
            .iter()
            .position(stop)
            .unwrap_or(rest.len().saturating_sub(1));
        let mut at = from + name;
        let blank = |at: usize| {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
        };
        let equals = blank(at);
        if self.bytes.get(equals) != Some(&b'=') {
            return at;
        }
        at = blank(equals + 1);
        let rest = self.bytes.get(at..).unwrap_or_default();
        match rest.first() {
            Some(quote @ (b'"' | b'\'')) => {
                memchr::memchr(*quote, rest.get(1..).unwrap_or_default())
                    .map_or(self.bytes.len(), |e| at + 1 + e + 1)
            }
            Some(b'>') | None => at,
            Some(_) => {
                let len = rest
                    .iter()
                    .position(|b| b.is_ascii_whitespace() || *b == b'>')
                    .unwrap_or(rest.len());
                at + len
            }
        }
    }
}

/// Where a start tag ends.
struct Tag {
    /// Behind its `>`.
    close: usize,
    /// Where the attributes begin that are too many.
    cut: Option<usize>,
    /// `<br/>`
    closed: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_pages_pass_unchanged() {
        let html = "<!doctype html><p class=a title='x > y'>One<br/>two <b>three</b><!-- <div> --><script>if (a<b) '<div>'</script><ul><li>x<li>y</ul>a < b </x>";
        let cut = cut(html);
        assert_eq!(cut.html, html);
        assert_eq!(cut.dropped, 0);
    }

    #[test]
    fn depth_is_cut_and_text_kept() {
        for name in ["div", "svg", "table", "b", "my-element-with-long-name"] {
            let html = format!(
                "{}deep{}end",
                format!("<{name}>").repeat(5_000),
                format!("</{name}>").repeat(5_000)
            );
            let cut = cut(&html);
            assert!(cut.html.contains("deep") && cut.html.ends_with("end"));
            let left = cut.html.matches(&format!("<{name}>")).count();
            assert!(left <= MAX_DEPTH, "{name}: {left}");
            assert_eq!(left, cut.html.matches(&format!("</{name}>")).count());
        }
    }

    #[test]
    fn what_never_ends_swallows_nothing() {
        for open in ["<!-- ", "<title>", "<textarea>", "<iframe>"] {
            let out = cut(&format!("{}<p>text</p>", open.repeat(3))).html;
            assert!(!out.contains(open) && out.ends_with("<p>text</p>"), "{out}");
        }
        assert_eq!(cut("<!--><p>x").dropped, 0);
    }

    #[test]
    fn attributes_are_cut() {
        let many: String = (0..1_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
        let out = cut(&format!("<p{many}>text</p>")).html;
        assert!(out.contains("a63=") && !out.contains("a64="));
        assert!(out.ends_with(">text</p>"));
        let long = cut(&format!("<p a=\"{}\" b=1>text", "x".repeat(MAX_TAG * 2))).html;
        assert!(long.len() < 20 && long.ends_with("text"), "{}", long.len());
    }

    #[test]
    fn paragraphs_do_not_multiply_open_formatting() {
        let html = format!("{}{}", "<b>".repeat(200), "<p>x".repeat(200_000));
        assert!(cut(&html).elements > MAX_ELEMENTS);
        assert!(cut(&html).html.matches("<p>").count() * MAX_FORMATTING <= MAX_ELEMENTS);
    }

    proptest! {
        #[test]
        fn text_is_never_lost(html in "(<(/?)(div|p|b|script|!--|a href='x'|svg|title)( a=\"1\")?>?|--|[a-z\"'<>/= ]{0,6}|é){0,40}") {
            let out = cut(&html);
            if out.dropped == 0 {
                prop_assert_eq!(out.html, html);
            }
        }
    }
}
