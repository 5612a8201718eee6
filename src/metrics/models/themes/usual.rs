//! The themes of a client who names none.

use crate::config::CommentTheme;
use crate::domain::Localized;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    name: Localized,
    keywords: String,
}

/// The built-in themes.
///
/// # Panics
/// When their file is malformed: a mistake of ours that every test of themes would show.
pub(super) fn usual() -> Vec<CommentTheme> {
    let themes: Vec<Theme> =
        serde_saphyr::from_str(include_str!("usual.yaml")).unwrap_or_else(|error| panic!("built-in themes: {error}"));
    let theme =
        |one: Theme| CommentTheme { keywords: one.keywords.split(' ').map(str::to_owned).collect(), name: one.name };
    themes.into_iter().map(theme).collect()
}
