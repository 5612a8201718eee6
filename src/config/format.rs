//! The formats that a report can ask for: their names, endings and media types. How each is made stands in one
//! file of `render/`.

/// Output format.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One self-contained page.
    Html,
    /// PDF/A-2a and PDF/UA-1.
    Pdf,
    /// The view model as `report.json`.
    Json,
    /// A workbook with exact values, live formulas and charts.
    Xlsx,
    /// Slides with native charts, tables and notes.
    Pptx,
    /// Every figure with its exact values as `figures.csv`, in words of the language.
    Csv,
    /// The same as `figures.parquet`, once for all languages.
    Parquet,
    /// Figure → definition → rows → files and their hashes as `lineage.json`, once for all languages.
    Lineage,
}

/// What is fixed of a format.
struct Facts {
    name: &'static str,
    media_type: &'static str,
    file: FileName,
}

/// How the files of a format are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileName {
    /// `<language>/<report>_<period>_<language>` with this ending, the annex as `…_annex`.
    Document(&'static str),
    /// This name in the folder of each language.
    PerLanguage(&'static str),
    /// This name beside the folders of languages: one file for all of them.
    Once(&'static str),
}

impl Format {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 8] =
        [Self::Html, Self::Pdf, Self::Json, Self::Xlsx, Self::Pptx, Self::Csv, Self::Parquet, Self::Lineage];
    /// What is written when a report names none.
    pub const DEFAULTS: [Self; 3] = [Self::Html, Self::Pdf, Self::Json];

    fn facts(self) -> Facts {
        let facts = |name, media_type, file| Facts { name, media_type, file };
        match self {
            Self::Html => facts("html", "text/html; charset=utf-8", FileName::Document("html")),
            Self::Pdf => facts("pdf", "application/pdf", FileName::Document("pdf")),
            Self::Json => facts("json", "application/json", FileName::PerLanguage("report.json")),
            Self::Xlsx => facts(
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                FileName::Document("xlsx"),
            ),
            Self::Pptx => facts(
                "pptx",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                FileName::Document("pptx"),
            ),
            Self::Csv => facts("csv", "text/csv; charset=utf-8", FileName::PerLanguage("figures.csv")),
            Self::Parquet => facts("parquet", "application/vnd.apache.parquet", FileName::Once("figures.parquet")),
            Self::Lineage => facts("lineage", "application/json", FileName::Once("lineage.json")),
        }
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// How its files are called.
    pub fn file_name(self) -> FileName {
        self.facts().file
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self.facts().file {
            FileName::Document(ending) => ending,
            FileName::PerLanguage(name) | FileName::Once(name) => name.rsplit('.').next().unwrap_or_default(),
        }
    }

    /// Whether one file of it is for all languages.
    pub fn is_once(self) -> bool {
        matches!(self.facts().file, FileName::Once(_))
    }

    /// Whether a file of an issue, by its path with `/`, is of this format and for readers of a language.
    pub fn is_of(self, path: &str, language: &str) -> bool {
        let own = path.strip_prefix(language).and_then(|rest| rest.strip_prefix('/'));
        match self.facts().file {
            // Bodies of messages end alike and are no documents.
            FileName::Document(ending) => own
                .filter(|name| !name.starts_with("mail."))
                .and_then(|name| name.rsplit_once('.'))
                .is_some_and(|(_, of_file)| of_file == ending),
            FileName::PerLanguage(name) => own == Some(name),
            FileName::Once(name) => path == name,
        }
    }

    /// What a recipient receives who names no format.
    pub fn preferred(made: &[Self]) -> Option<Self> {
        made.iter().find(|format| **format == Self::Pdf).or(made.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_configuration_and_each_file_is_of_one_format() {
        for format in Format::ALL {
            assert_eq!(serde_json::to_value(format).unwrap(), format.name(), "one name in YAML and code");
            assert_eq!(Format::named(format.name()), Some(format));
            let path = match format.file_name() {
                FileName::Document(ending) => format!("zh-CN/a_2026-Q3_zh-CN_annex.{ending}"),
                FileName::PerLanguage(name) => format!("zh-CN/{name}"),
                FileName::Once(name) => name.to_owned(),
            };
            let of: Vec<Format> = Format::ALL.into_iter().filter(|one| one.is_of(&path, "zh-CN")).collect();
            assert_eq!(of, [format], "{path}");
            assert!(path.ends_with(&format!(".{}", format.ending())));
        }
        assert!(!Format::Html.is_of("zh-CN/mail.html", "zh-CN"), "a body of a message is no document");
        assert!(!Format::Html.is_of("zh-CN/a_2026-Q3_zh-CN.html", "zh"), "a language is a whole name");
        assert_eq!(Format::named("fax"), None);
    }
}
