//! Names of metrics where there is no room for all of them, of columns, and of those who answer.

use super::Draft;
use crate::catalogue::definition::Definition;

impl Draft<'_> {
    /// A metric's name without the definition in brackets at its end, for sentences, headlines and tiles; whole where
    /// a main metric before it would be called the same. The scorecard and the definitions always have it whole.
    pub fn short_title(&self, definition: &Definition) -> String {
        let title = self.title_of(definition);
        let Some(short) = without_brackets(&title) else { return title };
        let before = self.scene.shown().take_while(|one| one.id != definition.id);
        let same = |one: &Definition| {
            let other = self.title_of(one);
            without_brackets(&other).unwrap_or(&other) == short
        };
        if before.into_iter().any(same) { title } else { short.to_owned() }
    }

    /// Who answers for a metric: by its id, else by its family; `None` when nobody is named.
    pub fn owner_of(&self, definition: &Definition) -> Option<String> {
        let owners = &self.inputs.config.owners;
        owners.get(&definition.id).or_else(|| owners.get(definition.family.name())).map(|name| self.foreign(name))
    }

    /// Columns in words, those of another table with its name: of `ticket_id, orders.ordered_at`.
    pub fn fields(&self, columns: &str) -> String {
        let word = |column: &str| match column.split_once('.') {
            Some((table, column)) => {
                // A row that something belongs to is called in the singular.
                let named = ["", "s"].iter().find_map(|end| self.words.find(&format!("table-{table}{end}")));
                let table = named.unwrap_or_else(|| table.to_owned());
                self.words.with("field-of-table", &[("table", &table), ("column", &self.words.field(column))])
            }
            None => self.words.field(column),
        };
        self.list(&columns.split(", ").map(word).collect::<Vec<_>>())
    }
}

/// `首次响应时间` of `首次响应时间（中位数）`.
fn without_brackets(title: &str) -> Option<&str> {
    let of = |open: char, close: char| title.strip_suffix(close)?.rsplit_once(open).map(|(name, _)| name.trim_end());
    of('（', '）').or_else(|| of('(', ')')).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_at_the_end_goes() {
        assert_eq!(without_brackets("首次响应时间（中位数）"), Some("首次响应时间"));
        assert_eq!(
            without_brackets("Repeat purchase (previous quarter's buyers, within 90 days)"),
            Some("Repeat purchase")
        );
        assert_eq!(without_brackets("Resolution (system) rate"), None);
        assert_eq!(without_brackets("（中位数）"), None);
    }
}
