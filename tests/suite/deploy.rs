//! `deploy/` holds what `schedule print` writes for the sample. `BLESS=1` writes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Where the units expect the project.
const FOLDER: &str = "/srv/quarterdeck";

#[test]
fn the_units_are_those_that_the_program_prints_for_the_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let units = [
        ("systemd", "quarterdeck.systemd", "OnCalendar=*-*-* 08:00:00 Asia/Shanghai"),
        ("cron", "crontab", "CRON_TZ=Asia/Shanghai"),
        ("k8s", "kubernetes.yaml", "readOnlyRootFilesystem: true"),
        ("windows", "windows.cmd", "schtasks /Create"),
    ];
    for (kind, name, part) in units {
        let output = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
            .args(["schedule", "print", kind, "--config"])
            .arg(root.join("reports.yaml"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap().replace(&root.display().to_string(), FOLDER);
        let path = root.join("deploy").join(name);
        if bless() {
            fs::write(&path, &printed).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(undated(&kept), undated(&printed), "deploy/{name}");
        assert!(kept.contains(part), "deploy/{name}: {part}");
    }
}

/// Without the quarter and the day due, which depend on the day of printing.
fn undated(text: &str) -> String {
    let line = |line: &str| match line.split_once(" is due ") {
        Some((before, after)) => {
            let report = before.rsplit_once(' ').map_or(before, |(report, _)| report);
            let time = after.split_once(' ').map_or(after, |(_, time)| time);
            format!("{report} is due {time}\n")
        }
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[test]
fn the_image_runs_as_nobody_and_writes_into_volumes_only() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/Containerfile")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "USER 65532:65532",
        "VOLUME [\"/project/data\", \"/project/output\", \"/project/.quarterdeck\", \"/project/ledger\"]",
        "CMD [\"run\", \"--due\", \"--send\", \"--config\", \"reports.yaml\"]",
    ] {
        assert!(lines.contains(&line), "{line}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a switch for the person who changes units, never set in CI")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}
