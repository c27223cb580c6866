//! Files of NIST's Statistical Reference Datasets for nonlinear regression, with one predictor.

use std::fs;
use std::path::Path;

pub struct Parameter {
    pub name: String,
    pub start: f64,
    pub certified: f64,
    /// The certified standard deviation.
    pub deviation: f64,
}

pub struct NistSet {
    pub name: String,
    pub parameters: Vec<Parameter>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl NistSet {
    pub fn read(path: &Path) -> Result<Self, String> {
        let wrong = |what: &str| format!("{}: {what}", path.display());
        let text = fs::read_to_string(path).map_err(|error| wrong(&error.to_string()))?;
        let (header, rows) = text
            .rsplit_once("\nData:")
            .ok_or_else(|| wrong("not a NIST file: no line 'Data:'"))?;
        let mut rows = rows.lines();
        if rows
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .ne(["y", "x"])
        {
            return Err(wrong("its columns are not y and x"));
        }
        let name = header
            .split_once("Dataset Name:")
            .and_then(|(_, rest)| rest.split_whitespace().next())
            .ok_or_else(|| wrong("no line 'Dataset Name:'"))?;
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for row in rows.filter(|row| !row.trim().is_empty()) {
            let [value, at] =
                numbers(row).ok_or_else(|| wrong(&format!("'{row}' is not a row of data")))?;
            y.push(value);
            x.push(at);
        }
        let parameters = header.lines().filter_map(parameter).collect();
        Ok(Self {
            name: name.to_owned(),
            parameters,
            x,
            y,
        })
    }

    /// The catalogue's name of the set's model.
    pub fn model(&self) -> String {
        format!("nist_{}", self.name.to_lowercase())
    }
}

/// `b1 = start1 start2 certified deviation`; start 1 is the farther one.
fn parameter(line: &str) -> Option<Parameter> {
    let (name, values) = line.split_once('=')?;
    let [start, _, certified, deviation] = numbers(values)?;
    Some(Parameter {
        name: name.trim().to_owned(),
        start,
        certified,
        deviation,
    })
}

/// All the numbers of a line, where it holds N and nothing else.
fn numbers<const N: usize>(line: &str) -> Option<[f64; N]> {
    let parsed: Result<Vec<f64>, _> = line.split_whitespace().map(str::parse).collect();
    parsed.ok()?.try_into().ok()
}
