//! Text in charts: estimated widths, wrapping, shortening, XML escaping.
//!
//! Widths are those of Noto Sans SC, rounded up: Han and full-width marks are one em wide. A chart
//! reserves room by these estimates, so that no label is cut off in another font of usual width.

/// Estimated width of a text in px at a font size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Estimated width of a character in em.
fn em(character: char) -> f64 {
    match character {
        'i' | 'l' | 'j' | 'I' | '|' | '\'' | '.' | ',' | ':' | ';' | '!' => 0.33,
        ' ' => 0.23,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' => 0.43,
        'm' | 'M' | 'W' | '%' | '@' => 0.97,
        'w' | '—' => 0.9,
        'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U' | '&' => 0.77,
        'A'..='Z' => 0.69,
        'a' | 'b' | 'd'..='h' | 'k' | 'n'..='q' | 'u' => 0.645,
        ' '..='~' | '−' | '–' | '¥' | '£' => 0.59,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{c0}'..='\u{24f}' => 0.7,
        _ => 1.0,
    }
}

/// Breaks a text into at most `most` lines that fit; what does not fit ends with an ellipsis.
pub fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let joined = format!("{line}{piece}");
        if line.is_empty() || width(joined.trim_end(), size) <= room {
            line = joined;
        } else {
            lines.push(line.trim_end().to_owned());
            line = piece.trim_start().to_owned();
        }
    }
    lines.push(line.trim_end().to_owned());
    if lines.len() > most.max(1) {
        let rest = lines.split_off(most.max(1) - 1).join(joint(text));
        lines.push(rest);
    }
    lines.into_iter().map(|line| shorten(&line, size, room)).collect()
}

/// What stands between two lines when they are joined again.
fn joint(text: &str) -> &'static str {
    if text.contains(' ') { " " } else { "" }
}

/// Pieces between which a line may break: words with their space, and single Han characters; a
/// closing mark stays with what precedes it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for character in text.chars() {
        let joins = open && !is_wide(character) || "，。；：、）】》！？%".contains(character);
        match pieces.last_mut() {
            Some(last) if joins => last.push(character),
            _ => pieces.push(character.to_string()),
        }
        open = !character.is_whitespace() && !is_wide(character) || "（【《(".contains(character);
    }
    pieces
}

fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a text is set in a Latin font: it has no wide characters, or fewer than letters and also marks
/// that a Chinese font draws one em wide (quotes, an ellipsis).
pub fn is_latin(text: &str) -> bool {
    let wide = text.chars().filter(|character| is_wide(*character)).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    wide == 0 || letters > wide && text.contains(['‘', '’', '“', '”', '…', '·', '—'])
}

/// The text, or as much of it as fits with an ellipsis.
pub fn shorten(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", size);
    let mut short = String::new();
    for character in text.chars() {
        if width(&short, size) + em(character) * size > room {
            break;
        }
        short.push(character);
    }
    format!("{}…", short.trim_end())
}

/// Escapes text for XML content and attribute values; characters that XML forbids become `�`.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_one_em_and_latin_about_half() {
        assert_eq!(width("满意度", 10.0), 30.0);
        let latin = width("First reply 84.0", 10.0);
        assert!((60.0..100.0).contains(&latin), "{latin}");
    }

    #[test]
    fn wraps_between_words_and_between_han() {
        assert_eq!(wrap("First contact resolution", 10.0, 80.0, 3), ["First contact", "resolution"]);
        assert_eq!(wrap("首次联系解决率", 10.0, 40.0, 2), ["首次联系", "解决率"]);
        assert_eq!(wrap("解决，率", 10.0, 20.0, 3), ["解", "决，", "率"], "a comma never starts a line");
    }

    #[test]
    fn what_does_not_fit_ends_with_an_ellipsis() {
        for text in wrap("一二三四五六七八九十", 10.0, 40.0, 2) {
            assert!(width(&text, 10.0) <= 40.0);
        }
        assert_eq!(wrap("一二三四五六七八九十", 10.0, 40.0, 2)[1], "五六七…");
        assert_eq!(shorten("Unbreakablelongword", 10.0, 50.0).chars().last(), Some('…'));
    }

    #[test]
    fn latin_text_is_told_from_chinese() {
        for (text, latin) in [
            ("Train “E-mail” first", true),
            ("先处理“洗碗机”", false),
            ("No marks", true),
            ("12.5%", true),
            ("产品 X1", false),
            ("Box 盒子", false),
            ("about “洗碗机” now", true),
        ] {
            assert_eq!(is_latin(text), latin, "{text}");
        }
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escape("<b>&\"'\u{1}"), "&lt;b&gt;&amp;&quot;&#39;\u{fffd}");
    }
}
