//! Golden pictures, and what must hold in every picture.

use super::*;
use crate::report::model::*;

#[test]
fn draws() {
    let data = ChartData::Bullet(Bullet {
        value: Labelled { value: 84.0, label: "84.0 %".into() },
        interval: Some((82.0, 86.0)),
        target: Some(Labelled { value: 85.0, label: "85.0 %".into() }),
        benchmark: Some(Labelled { value: 78.0, label: "78.0 %".into() }),
        last_year: Some(Labelled { value: 80.0, label: "80.0 %".into() }),
        axis: (0.0, 100.0),
        tone: Tone::Bad,
        alt: String::new(),
    });
    assert!(draw(&data, &Theme::new("#1f3a5f", "#c07a2c")).contains("polygon"));
}
