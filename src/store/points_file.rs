//! The points file of a sweep: a line of JSON that says which sweep it is, then a line for each point, added as soon as the point is done. What a
//! crash leaves can be continued; a last line that is torn is dropped and flown again.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::experiment::{POINTS_SCHEMA, Sweep, SweepHeader, SweepPoint};
use crate::scenario::write_aside;

/// Why a points file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PointsError {
    /// It is there already.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The file system refuses.
    #[error("{path}: {reason}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What it says.
        reason: io::Error,
    },
    /// It is no points file, or a line of it is damaged.
    #[error("{path}:{line}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It holds points of something else.
    #[error("{path} holds another sweep ({difference})")]
    Other {
        /// The file.
        path: PathBuf,
        /// In what it differs.
        difference: String,
    },
}

/// A points file that is open for more.
#[derive(Debug)]
pub struct PointsFile {
    file: File,
    path: PathBuf,
}

impl PointsFile {
    /// Begins a new file.
    ///
    /// # Errors
    /// [`PointsError::Exists`] where there is one, [`PointsError::Io`].
    pub fn create(path: &Path, header: &SweepHeader) -> Result<Self, PointsError> {
        let file = OpenOptions::new().append(true).create_new(true).open(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => PointsError::Exists(path.into()),
            _ => io_error(path, error),
        })?;
        let mut points = Self { file, path: path.into() };
        points.line(&line(header))?;
        Ok(points)
    }

    /// Opens a file for more of the same sweep, or begins one where there is none; gives the points that it holds. What is torn at its end is cut.
    ///
    /// # Errors
    /// [`PointsError::Other`] where it holds another sweep, [`PointsError::Damaged`], [`PointsError::Io`].
    pub fn resume(path: &Path, header: &SweepHeader) -> Result<(Self, Vec<SweepPoint>), PointsError> {
        if !path.exists() {
            return Ok((Self::create(path, header)?, Vec::new()));
        }
        let text = std::fs::read(path).map_err(|error| io_error(path, error))?;
        let (kept, found) = read(path, &text)?;
        let Some((there, points)) = found else {
            // The very first line is torn: nothing is lost.
            let begun = line(header);
            if !text.is_empty() && !begun.as_bytes().starts_with(&text) {
                return Err(PointsError::Damaged { path: path.into(), line: 1, reason: "it is no points file".into() });
            }
            std::fs::remove_file(path).map_err(|error| io_error(path, error))?;
            return Ok((Self::create(path, header)?, Vec::new()));
        };
        if let Some(difference) = header.mismatch(&there) {
            return Err(PointsError::Other { path: path.into(), difference });
        }
        if let Some(odd) = points.iter().position(|point| point.point >= header.points) {
            return Err(PointsError::Damaged { path: path.into(), line: odd + 2, reason: "the sweep has no such point".into() });
        }
        let file = OpenOptions::new().append(true).open(path).map_err(|error| io_error(path, error))?;
        file.set_len(kept as u64).map_err(|error| io_error(path, error))?;
        Ok((Self { file, path: path.into() }, points))
    }

    /// Adds a point.
    ///
    /// # Errors
    /// [`PointsError::Io`].
    pub fn append(&mut self, point: &SweepPoint) -> Result<(), PointsError> {
        self.line(&line(point))
    }

    fn line(&mut self, text: &str) -> Result<(), PointsError> {
        // One write for the whole line: a crash tears the last one at most.
        self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data()).map_err(|error| io_error(&self.path, error))
    }
}

/// A points file with all that is known, in the order of the design: the same bytes however the sweep was flown.
pub fn points_text(sweep: &Sweep) -> String {
    let mut text = line(&sweep.plan.header());
    sweep.points.iter().flatten().for_each(|point| text.push_str(&line(point)));
    text
}

/// Puts the lines of a finished file into the order of the design.
///
/// # Errors
/// [`PointsError::Io`]; the file stays as it was.
pub fn settle_points(path: &Path, sweep: &Sweep) -> Result<(), PointsError> {
    write_aside(path, points_text(sweep).as_bytes()).map_err(|error| io_error(path, error))
}

/// Which sweep a points file belongs to, and its points.
///
/// # Errors
/// [`PointsError::Damaged`], [`PointsError::Io`].
pub fn read_points(path: &Path) -> Result<(SweepHeader, Vec<SweepPoint>), PointsError> {
    let text = std::fs::read(path).map_err(|error| io_error(path, error))?;
    let (_, found) = read(path, &text)?;
    found.ok_or_else(|| PointsError::Damaged { path: path.into(), line: 1, reason: "it is no points file".into() })
}

fn io_error(path: &Path, reason: io::Error) -> PointsError {
    PointsError::Io { path: path.into(), reason }
}

/// A value as a line. Numbers that are not finite do not occur in points, so that this cannot fail; an empty line would be told as damage.
fn line<T: serde::Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The bytes that are whole, and what they say; nothing where not even the first line is whole.
fn read(path: &Path, bytes: &[u8]) -> Result<(usize, Option<(SweepHeader, Vec<SweepPoint>)>), PointsError> {
    let damaged = |line: usize, reason: String| PointsError::Damaged { path: path.into(), line, reason };
    // A line without its end is torn.
    let kept = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
    let whole = std::str::from_utf8(bytes.get(..kept).unwrap_or_default()).map_err(|error| damaged(1, error.to_string()))?;
    let mut lines = whole.lines();
    let Some(first) = lines.next() else { return Ok((0, None)) };
    let header: SweepHeader = serde_json::from_str(first).map_err(|error| {
        let schema = serde_json::from_str::<serde_json::Value>(first).ok().and_then(|value| Some(value.get("schema")?.as_str()?.to_string()));
        match schema {
            Some(schema) if schema != POINTS_SCHEMA => damaged(1, format!("its shape is {schema}, this build reads {POINTS_SCHEMA}")),
            _ => damaged(1, format!("it is no points file: {error}")),
        }
    })?;
    let mut points: Vec<SweepPoint> = Vec::new();
    for (place, text) in lines.enumerate() {
        let point: SweepPoint = serde_json::from_str(text).map_err(|error| damaged(place + 2, error.to_string()))?;
        if points.iter().all(|known| known.point != point.point) {
            points.push(point);
        }
    }
    Ok((kept, Some((header, points))))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::experiment::{Design, Stop, SweepPlan, fly_sweep};
    use crate::scenario::{Metric, Scenario};

    fn sweep() -> Sweep {
        let mut scenario = Scenario::default();
        scenario.population.customers = 20;
        (scenario.experiment.worlds, scenario.experiment.days) = (2, 3);
        let fields = ["catalog.items=20..60 step 20".to_string(), "catalog.price=5,-1".to_string()];
        let plan = SweepPlan::new(&Arc::new(scenario), &fields, Design::Grid, &[Metric::Purchases], 10).expect("a plan");
        let mut sweep = Sweep::new(Arc::new(plan), vec![]);
        fly_sweep(&mut sweep, 1, &Stop::new(), |_| ()).expect("flown");
        sweep
    }

    #[test]
    fn what_is_written_is_read_and_can_be_continued() {
        let (folder, sweep) = (tempfile::tempdir().expect("a folder"), sweep());
        let (path, header) = (folder.path().join("points.jsonl"), sweep.plan.header());
        let all: Vec<SweepPoint> = sweep.points.iter().flatten().cloned().collect();
        let mut file = PointsFile::create(&path, &header).expect("new");
        all[..3].iter().rev().for_each(|point| file.append(point).expect("added"));
        drop(file);
        assert!(matches!(PointsFile::create(&path, &header), Err(PointsError::Exists(_))));
        // A crash in the middle of a line.
        let mut torn = OpenOptions::new().append(true).open(&path).expect("there");
        torn.write_all(&line(&all[3]).as_bytes()[..40]).expect("written");
        drop(torn);
        let (mut file, known) = PointsFile::resume(&path, &header).expect("the same sweep");
        assert_eq!(known, [all[2].clone(), all[1].clone(), all[0].clone()]);
        all[3..].iter().for_each(|point| file.append(point).expect("added"));
        assert_eq!(read_points(&path).expect("whole").1.len(), 6);
        settle_points(&path, &sweep).expect("settled");
        assert_eq!(std::fs::read_to_string(&path).expect("text"), points_text(&sweep));
        assert_eq!(read_points(&path).expect("whole"), (header, all), "to the last bit");
    }

    #[test]
    fn another_sweep_and_damage_are_refused() {
        let (folder, sweep) = (tempfile::tempdir().expect("a folder"), sweep());
        let (path, header) = (folder.path().join("points.jsonl"), sweep.plan.header());
        let resumed = |header: &SweepHeader| PointsFile::resume(&path, header).map(|(_, known)| known.len()).map_err(|error| error.to_string());
        assert_eq!(resumed(&header), Ok(0), "nothing there: begun");
        let other = SweepHeader { seed: 1, ..header.clone() };
        assert!(resumed(&other).is_err_and(|error| error.contains("another sweep (seed: 42 there, 1 here)")));
        std::fs::write(&path, "{\"schema\": \"creepline.sw").expect("written");
        assert!(resumed(&header).is_err_and(|error| error.contains("no points file")));
        std::fs::write(&path, &line(&header).as_bytes()[..30]).expect("written");
        assert_eq!(resumed(&header), Ok(0), "a torn first line is begun again");
        std::fs::write(&path, format!("{}oops\n{}", line(&header), line(&sweep.points[0]))).expect("written");
        assert!(resumed(&header).is_err_and(|error| error.contains("points.jsonl:2: ")));
        std::fs::write(&path, "{\"schema\": \"creepline.sweep/9\"}\n").expect("written");
        assert!(resumed(&header).is_err_and(|error| error.contains("creepline.sweep/9, this build reads creepline.sweep/1")));
        std::fs::write(&path, "name,price\n").expect("written");
        assert!(resumed(&header).is_err_and(|error| error.contains("no points file")), "a table is not written over");
        let mut far = sweep.points[0].clone().expect("flown");
        far.point = 99;
        std::fs::write(&path, line(&header) + &line(&far)).expect("written");
        assert!(resumed(&header).is_err_and(|error| error.contains("no such point")));
    }
}
