//! What a client of fitd does, in one go: lists the models, fits a file of NIST's with progress, shows
//! the result beside the certified values, has a bad request refused, and gives up a long fit.

mod client;
mod nist;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use tonic::{Code, Status};
use tonic_types::StatusExt;

use client::Client;
use client::proto::array::Payload;
use client::proto::{
    Array, FitOptions, FitRequest, FitResult, Jacobian, Parameter, Progress, ProgressOptions,
};
use nist::NistSet;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: fitd-example FILE.dat, the server in FITD_SERVER (127.0.0.1:50051)");
        return ExitCode::from(2);
    };
    match run(Path::new(&file)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(file: &Path) -> Outcome {
    let set = NistSet::read(file)?;
    let server = std::env::var("FITD_SERVER").unwrap_or_else(|_| "127.0.0.1:50051".to_owned());
    let client = Client::new(&server)?;
    show_models(&client).await?;
    fit(&client, &set).await?;
    send_bad_request(&client, &set).await?;
    give_up(&client, &set).await
}

async fn show_models(client: &Client) -> Outcome {
    let models = client.list_models().await?;
    println!("{} models:", models.len());
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for model in models {
        groups.entry(model.group).or_default().push(model.name);
    }
    for (group, names) in groups {
        println!("  {group}: {}", names.join(" "));
    }
    Ok(())
}

async fn fit(client: &Client, set: &NistSet) -> Outcome {
    println!(
        "\n{}: {} points, model {}",
        set.name,
        set.y.len(),
        set.model()
    );
    let result = client.fit(&request(set), show_progress).await?;
    println!("{}", result.mesg);
    show_parameters(&result, set);
    match result.ier {
        Some(1..=4) => Ok(()),
        _ => Err("the fit did not converge".into()),
    }
}

/// The fit of a set from its first start, to as many digits as NIST certifies, every iteration
/// reported.
fn request(set: &NistSet) -> FitRequest {
    let starts = set.parameters.iter().map(|parameter| Parameter {
        name: parameter.name.clone(),
        start: Some(parameter.start),
        ..Default::default()
    });
    FitRequest {
        model: set.model(),
        predictors: [("x".to_owned(), array(&set.x))].into(),
        y: Some(array(&set.y)),
        parameters: starts.collect(),
        options: Some(FitOptions {
            ftol: Some(1e-12),
            xtol: Some(1e-12),
            ..Default::default()
        }),
        progress: Some(ProgressOptions {
            min_interval: Some(prost_types::Duration::default()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn array(values: &[f64]) -> Array {
    let bytes = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    Array {
        payload: Some(Payload::F64Le(bytes)),
        ..Default::default()
    }
}

fn show_progress(progress: &Progress) {
    println!(
        "  iteration {:3}  nfev {:3}  residual norm {:.6e}",
        progress.iteration, progress.nfev, progress.residual_norm
    );
}

fn show_parameters(result: &FitResult, set: &NistSet) {
    println!("{:24} fitted +- error{:19} certified +- error", "", "");
    for (fitted, certified) in result.parameters.iter().zip(&set.parameters) {
        let error = fitted
            .standard_error
            .map_or("none".to_owned(), |error| format!("{error:.4e}"));
        println!(
            "  {:8} {:>20.10e} +- {:10} {:>20.10e} +- {:.4e}",
            fitted.name, fitted.value, error, certified.certified, certified.deviation
        );
    }
}

/// Three mistakes at once: the refusal names each.
async fn send_bad_request(client: &Client, set: &NistSet) -> Outcome {
    println!("\nA bad request:");
    let mut bad = request(set);
    let mut y = set.y.clone();
    y[3] = f64::NAN;
    bad.y = Some(array(&y));
    bad.parameters.push(Parameter {
        name: "width".to_owned(),
        ..Default::default()
    });
    bad.options.get_or_insert_default().ftol = Some(-1.0);
    match client.fit(&bad, |_| {}).await {
        Err(status) if status.code() == Code::InvalidArgument => show_violations(&status),
        Err(status) => return Err(status.into()),
        Ok(_) => return Err("the bad request was taken".into()),
    }
    Ok(())
}

fn show_violations(status: &Status) {
    println!("refused: {}", status.message());
    let details = status.get_error_details();
    for violation in details
        .bad_request()
        .into_iter()
        .flat_map(|bad| &bad.field_violations)
    {
        println!("  {}: {}", violation.field, violation.description);
    }
}

/// The same points, repeated to a million, by forward differences: a fit that takes long enough to be
/// given up.
async fn give_up(client: &Client, set: &NistSet) -> Outcome {
    println!("\nA long fit:");
    let mut long = request(set);
    let m = 1_000_000;
    let repeat = |values: &[f64]| values.iter().copied().cycle().take(m).collect::<Vec<_>>();
    long.predictors = [("x".to_owned(), array(&repeat(&set.x)))].into();
    long.y = Some(array(&repeat(&set.y)));
    long.options.get_or_insert_default().jacobian = Jacobian::ForwardDifference.into();
    let mut events = client.start_fit(long).await?;
    while let Some(event) = events.message().await? {
        if event.result.is_some() {
            return Err("the fit ended before it could be cancelled".into());
        }
        if let Some(progress) = event.progress {
            drop(events);
            println!("cancelled after iteration {}", progress.iteration);
            return Ok(());
        }
    }
    Err("the fit ended without a result".into())
}
