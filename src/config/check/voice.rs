//! Checks what is stated of survey, themes, journey, drivers and teams.

use super::Checker;
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::voice::{
    CommentTheme, DriverSettings, JourneyStage, Moment, SurveyStatement, TeamComparison, VoiceSettings,
};
use crate::config::written::{OneOrMany, Written};
use crate::domain::Localized;

impl Checker<'_> {
    pub(super) fn voice(&mut self, report: &file::Report) -> VoiceSettings {
        let agents = report.teams.get().and_then(|teams| teams.agents.get().copied());
        VoiceSettings {
            survey: report.survey.get().map(statement).unwrap_or_default(),
            themes: self.themes(&report.themes),
            journey: self.journey(&report.journey),
            drivers: self.drivers(&report.drivers),
            comparison: if agents == Some(true) { TeamComparison::Agents } else { TeamComparison::Teams },
        }
    }

    fn themes(&mut self, written: &Written<Vec<Written<file::Theme>>>) -> Vec<CommentTheme> {
        let mut themes: Vec<CommentTheme> = Vec::new();
        for (theme, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            if theme.name.is_absent() {
                self.error("missing-key", mark, "`name` is missing in this theme".to_owned());
            }
            let Some(name) = theme.name.get().cloned() else { continue };
            if themes.iter().any(|known| known.name == name) {
                self.error("duplicate-theme", mark, format!("the theme `{}` is listed twice", name.for_messages()));
            }
            let keywords: Vec<String> = words(&theme.keywords).map(|word| word.trim().to_lowercase()).collect();
            if keywords.is_empty() || keywords.iter().any(String::is_empty) {
                let message = format!("the theme `{}` has no keywords, or an empty one", name.for_messages());
                self.error_with_hint("no-keywords", mark, message, "an empty keyword would match every comment");
            }
            themes.push(CommentTheme { name, keywords });
        }
        themes
    }

    fn journey(&mut self, written: &Written<Vec<Written<file::Stage>>>) -> Vec<JourneyStage> {
        let Some((list, mark)) = written.placed() else { return Vec::new() };
        let mut stages: Vec<JourneyStage> = Vec::new();
        for (stage, mark) in list.iter().filter_map(Written::placed) {
            if stage.stage.is_absent() {
                self.error("missing-key", mark, "`stage` is missing in this stage of the journey".to_owned());
            }
            let Some((name, place)) = stage.stage.placed() else { continue };
            if stages.iter().any(|known| known.stage == *name) {
                self.error("duplicate-stage", place, format!("the stage `{name}` is listed twice in `journey`"));
                continue;
            }
            stages.push(JourneyStage {
                stage: name.clone(),
                title: stage.title.get().cloned().unwrap_or_else(|| Localized::plain(name)),
                moment: match stage.moment_of_truth.get() {
                    Some(true) => Moment::OfTruth,
                    _ => Moment::Ordinary,
                },
                categories: words(&stage.categories).cloned().collect(),
            });
        }
        self.enough_stages(stages.len(), mark);
        stages
    }

    fn enough_stages(&mut self, count: usize, mark: Mark) {
        if count < 2 {
            let hint = "list the stages in the order in which a customer goes through them";
            self.error_with_hint("short-journey", mark, "a `journey` needs at least 2 stages".to_owned(), hint);
        }
    }

    fn drivers(&mut self, written: &Written<file::Drivers>) -> DriverSettings {
        let mut settings = DriverSettings::default();
        let Some((drivers, mark)) = written.placed() else { return settings };
        settings.outcome = drivers.outcome.get().cloned().unwrap_or(settings.outcome);
        settings.items = drivers.items.get().cloned().unwrap_or(settings.items);
        if settings.outcome == settings.items {
            let message = format!("`outcome` and `items` of `drivers` are both `{}`", settings.outcome);
            let hint = "a rating cannot be among its own drivers";
            self.error_with_hint("driver-of-itself", mark, message, hint);
        }
        settings.only = words(&drivers.only).cloned().collect();
        let titles = drivers.titles.entries().iter();
        settings.titles = titles.filter_map(|entry| Some((entry.key.clone(), entry.value.get()?.clone()))).collect();
        settings
    }
}

fn statement(survey: &file::Survey) -> SurveyStatement {
    SurveyStatement {
        sponsor: survey.sponsor.get().cloned(),
        wording: survey.wording.get().cloned(),
        population: survey.population.get().cloned(),
        sample_source: survey.sample_source.get().cloned(),
        mode: survey.mode.get().cloned(),
        dates: survey.dates.get().cloned(),
        sample_size: survey.sample_size.get().cloned(),
        weighting: survey.weighting.get().cloned(),
        quality_steps: survey.quality_steps.get().cloned(),
        limitations: survey.limitations.get().cloned(),
    }
}

fn words(written: &Written<OneOrMany<String>>) -> impl Iterator<Item = &String> {
    written.items().iter().filter_map(Written::get)
}
