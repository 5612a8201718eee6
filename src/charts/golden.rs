//! Golden pictures in `tests/golden/charts`, and what must hold in every picture.
//!
//! A picture that differs is written beside the golden one as `.svg.new`: look at it, then rename.

use super::extremes::extremes;
use super::samples::{samples, theme};
use super::*;
use std::path::Path;

#[test]
fn pictures_are_the_golden_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts");
    let mut changed = Vec::new();
    for (name, data) in samples() {
        for (form, theme) in [("", theme()), ("-narrow", theme().narrow())] {
            if !form.is_empty() && (name.starts_with("bullet") || name.starts_with("sparkline") || name == "off-target")
            {
                continue;
            }
            let drawn = draw(&data, &theme);
            let golden = folder.join(format!("{name}{form}.svg"));
            if std::fs::read_to_string(&golden).ok().as_deref() != Some(&drawn) {
                std::fs::write(golden.with_extension("svg.new"), &drawn).expect("the folder is there");
                changed.push(format!("{name}{form}"));
            }
        }
    }
    assert!(changed.is_empty(), "look at tests/golden/charts/*.svg.new: {changed:?}");
}

/// A text of a picture: its box by estimate (left, top, right, bottom) and its words.
fn texts(svg: &str) -> Vec<((f64, f64, f64, f64), String)> {
    let lines = svg.lines().filter(|line| line.starts_with("<text"));
    lines
        .map(|line| {
            let get = |name: &str| {
                let from = line.find(&format!(" {name}=\"")).expect("the attribute is there") + name.len() + 3;
                line[from..].split('"').next().expect("a quote").to_owned()
            };
            let number = |name: &str| get(name).parse::<f64>().expect("a number");
            let words = line.split('>').nth(1).and_then(|rest| rest.split('<').next()).expect("words");
            let words = words
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
            let (x, y, size) = (number("x"), number("y"), number("font-size"));
            let width = text::width(&words, size);
            let left = match get("text-anchor").as_str() {
                "middle" => x - width / 2.0,
                "end" => x - width,
                _ => x,
            };
            ((left, y - 0.8 * size, left + width, y + 0.2 * size), words)
        })
        .collect()
}

fn size(svg: &str) -> (f64, f64) {
    let view = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next()).expect("a viewBox");
    let mut numbers = view.split(' ').map(|number| number.parse().expect("a number"));
    (numbers.next().expect("width"), numbers.next().expect("height"))
}

#[test]
fn no_label_is_cut_off_and_no_number_is_undefined() {
    for (name, data) in extremes() {
        for theme in [theme(), theme().narrow()] {
            let svg = draw(&data, &theme);
            let (width, height) = size(&svg);
            assert!(width > 0.0 && height > 0.0, "{name}");
            let outside_text = svg.lines().filter(|line| !line.starts_with("<text")).collect::<String>();
            assert!(!outside_text.contains("NaN") && !outside_text.contains("inf"), "{name}: {svg}");
            for ((left, top, right, bottom), words) in texts(&svg) {
                let inside = left >= 0.0 && top >= 0.0 && right <= width && bottom <= height;
                assert!(inside, "{name}: `{words}` at {left} {top} {right} {bottom} leaves {width} × {height}");
            }
            assert!(!svg.contains("<b>"), "{name}: markup must be escaped");
            assert_eq!(svg, draw(&data, &theme), "{name}: the same bytes");
        }
    }
}

#[test]
fn labels_do_not_overlap() {
    for (name, data) in samples() {
        for theme in [theme(), theme().narrow()] {
            let texts = texts(&draw(&data, &theme));
            for (index, (one, words)) in texts.iter().enumerate() {
                for (two, others) in &texts[index + 1..] {
                    let apart = one.2 <= two.0 || two.2 <= one.0 || one.3 <= two.1 || two.3 <= one.1;
                    assert!(apart, "{name} {:?}: `{words}` {one:?} overlaps `{others}` {two:?}", theme.form);
                }
            }
        }
    }
}

#[test]
fn pictures_are_plain() {
    for (name, data) in samples() {
        let svg = draw(&data, &theme());
        for forbidden in ["class=", "style=", "<style", "<script", "foreignObject", "filter", "url(", " id=", "href"] {
            assert!(!svg.contains(forbidden), "{name}: {forbidden}");
        }
    }
}
