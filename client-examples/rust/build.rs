//! Turns fitd's .proto files into Rust, with the protoc that is installed.

const PROTO: &str = "../../proto";

fn main() -> std::io::Result<()> {
    let services = ["fit_service", "model_service"];
    let files = services.map(|name| format!("{PROTO}/fitd/v1/{name}.proto"));
    println!("cargo:rerun-if-changed={PROTO}/fitd");
    tonic_prost_build::configure()
        .build_server(false)
        .compile_protos(&files, &[PROTO.to_owned()])
}
