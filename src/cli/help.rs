//! Help and refusals of the command line, in the language of who reads them.

use super::Surroundings;
use crate::translation::{Language, Translator};
use std::io::{self, Write};

/// The option by which a person names the language.
const OPTION: &str = "--language";

/// The language that the command line asks for, else the environment. Read before the rest of the command line, as
/// that may be what is wrong.
pub(super) fn language(surroundings: &Surroundings) -> Language {
    let words: Vec<String> = surroundings.arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let named = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix(OPTION)? {
        "" => words.get(at + 1).cloned(),
        value => value.strip_prefix('=').map(str::to_owned),
    });
    let named = named.and_then(|tag| Language::of_tag(&tag));
    named.unwrap_or_else(|| Language::of_environment(&surroundings.environment))
}

/// Prints help to standard output, a refusal to standard error.
///
/// # Errors
/// Whatever does not take the text.
pub(super) fn print(error: &clap::Error, language: Language) -> io::Result<()> {
    let Some(translator) = Translator::new(language) else { return error.print() };
    let text = translator.help(&error.render().to_string());
    match error.use_stderr() {
        true => io::stderr().lock().write_all(text.as_bytes()),
        false => io::stdout().lock().write_all(text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Arguments, Terminal};
    use super::*;
    use clap::{Command, CommandFactory};
    use std::collections::BTreeMap;
    use std::sync::atomic::AtomicBool;

    static STOP: AtomicBool = AtomicBool::new(false);

    fn asked(line: &str, lang: &str) -> &'static str {
        let surroundings = Surroundings {
            arguments: line.split(' ').map(Into::into).collect(),
            environment: BTreeMap::from([("LANG".to_owned(), lang.to_owned())]),
            now: crate::domain::Instant(0),
            since: std::time::Instant::now(),
            terminal: Terminal::Absent,
            stop: &STOP,
        };
        language(&surroundings).tag()
    }

    #[test]
    fn the_command_line_goes_before_the_environment() {
        assert_eq!(asked("quarterdeck run", ""), "en");
        assert_eq!(asked("quarterdeck run", "zh_CN.UTF-8"), "zh-CN");
        assert_eq!(asked("quarterdeck run --language en", "zh_CN.UTF-8"), "en");
        assert_eq!(asked("quarterdeck --language=zh-CN run", "C.UTF-8"), "zh-CN");
        assert_eq!(asked("quarterdeck run --language fr", "zh_CN"), "zh-CN");
    }

    /// Every sentence of the help of a command and of those below it.
    fn sentences(command: &Command, all: &mut Vec<String>) {
        all.extend(command.get_about().map(ToString::to_string));
        for argument in command.get_arguments() {
            all.extend(argument.get_help().map(ToString::to_string));
            let values = argument.get_possible_values();
            all.extend(values.iter().filter_map(|value| value.get_help()).map(ToString::to_string));
        }
        command.get_subcommands().for_each(|command| sentences(command, all));
    }

    #[test]
    fn every_sentence_of_the_help_is_there_in_every_language() {
        let mut all = Vec::new();
        let mut command = Arguments::command();
        command.build();
        sentences(&command, &mut all);
        assert!(all.len() > 90, "{}", all.len());
        for language in Language::all().filter(|language| !language.is_default()) {
            let translator = Translator::new(language).unwrap();
            let english = |text: &&String| {
                let told = translator.help(&format!("  x  {text}"));
                told == format!("  x  {text}") && !text.starts_with('`')
            };
            let missing: Vec<&String> = all.iter().filter(english).collect();
            assert!(missing.is_empty(), "{language:?}: {missing:#?}");
        }
    }

    #[test]
    fn help_and_refusals_are_told() {
        use clap::Parser;
        let translator = Translator::new(Language::of_tag("zh-CN").unwrap()).unwrap();
        let told = |line: &str| {
            let error = Arguments::try_parse_from(line.split(' ')).unwrap_err();
            translator.help(&error.render().to_string())
        };
        let help = told("quarterdeck run --help");
        for part in ["用法：quarterdeck run", "选项：", "生成报告", "[默认：reports.yaml]", "打印帮助"]
        {
            assert!(help.contains(part), "{part} in\n{help}");
        }
        assert!(!help.contains("Usage") && !help.contains("Print"), "{help}");
        assert!(told("quarterdeck fly").contains("错误：不认识的子命令 'fly'"), "{}", told("quarterdeck fly"));
    }
}
