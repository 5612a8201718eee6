//! The season of volumes (T6) is printed with three full years of quarters, and not below; the survey's
//! precision (T3) stands beside its answers.

use super::sample::{report, whole};
use quarterdeck::report::model::{Block, Section, Table};

fn section(id: &str, locale: &str, section: &str) -> Section {
    whole(&report(id, locale), section).expect("the section is there")
}

fn season(id: &str, locale: &str) -> Option<Table> {
    section(id, locale, "trends").blocks.into_iter().find_map(|block| match block {
        Block::Table(table) if table.id == "season" => Some(table),
        _ => None,
    })
}

fn number(text: &str) -> f64 {
    text.replace(',', "").parse().expect("a number")
}

#[test]
fn three_years_give_a_season_and_two_do_not() {
    for locale in ["zh-CN", "en"] {
        let table = season("water", locale).expect("thirteen quarters");
        let named = |row: &&quarterdeck::report::model::Row| {
            ["客户来单数", "Contacts"].iter().any(|name| row.cells[0].text.starts_with(name))
        };
        let contacts = &table.rows.iter().find(named).expect("contacts").cells;
        let indices: Vec<f64> = contacts[1..5].iter().map(|cell| number(&cell.text)).collect();
        assert!(
            indices.iter().all(|index| indices[0] >= *index),
            "bursts make the first quarter the highest: {indices:?}"
        );
        assert!((indices.iter().sum::<f64>() / 4.0 - 1.0).abs() < 0.005, "{indices:?}");
        let (now, without) = (number(&contacts[5].text), number(&contacts[6].text));
        assert!((now / indices[2] / without - 1.0).abs() < 0.01, "{now} without {} is {without}", indices[2]);
        assert!(table.caption.contains("13"), "{}", table.caption);
        assert!(table.notes.iter().any(|note| note.contains(["预测", "forecast"][usize::from(locale == "en")])));
    }
    for id in ["telecom", "shop", "appliance", "saas", "credit-union"] {
        assert_eq!(season(id, "en"), None, "{id} has two years only");
    }
}

#[test]
fn the_survey_says_how_precise_it_is() {
    for (locale, random) in [("zh-CN", "随机样本"), ("en", "random sample")] {
        let blocks = section("telecom", locale, "voice").blocks;
        let told = blocks.iter().any(|block| match block {
            Block::Callout(one) => one.title.contains('±') && one.text.contains(random) && one.text.contains("385"),
            _ => false,
        });
        assert!(told, "{locale}: {blocks:#?}");
    }
}
