//! fitd's calls.

use std::time::Duration;

use tonic::transport::{Channel, Endpoint, Error};
use tonic::{Code, Status, Streaming};

use proto::fit_service_client::FitServiceClient;
use proto::model_service_client::ModelServiceClient;
use proto::{FitEvent, FitRequest, FitResult, ListModelsRequest, Model, Progress};

/// What protoc makes of proto/fitd/v1.
pub mod proto {
    tonic::include_proto!("fitd.v1");
}

pub struct Client {
    fits: FitServiceClient<Channel>,
    models: ModelServiceClient<Channel>,
}

impl Client {
    /// `server` is `host:port`; it is connected to with the first call.
    pub fn new(server: &str) -> Result<Self, Error> {
        let channel = Endpoint::from_shared(format!("http://{server}"))?
            // A dead connection is noticed within 30 s. The server permits a ping every 10 s.
            .http2_keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(Duration::from_secs(10))
            .connect_lazy();
        Ok(Self {
            fits: FitServiceClient::new(channel.clone()),
            models: ModelServiceClient::new(channel),
        })
    }

    /// The whole catalogue, page by page.
    pub async fn list_models(&self) -> Result<Vec<Model>, Status> {
        let mut request = ListModelsRequest::default();
        let mut all = Vec::new();
        loop {
            let page = retry(async || self.models.clone().list_models(request.clone()).await)
                .await?
                .into_inner();
            all.extend(page.models);
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                return Ok(all);
            }
        }
    }

    /// Runs a fit to its end. Where the server goes away, the fit begins anew.
    pub async fn fit(
        &self,
        request: &FitRequest,
        mut on_progress: impl FnMut(&Progress),
    ) -> Result<FitResult, Status> {
        retry(async || {
            let mut events = self.start_fit(request.clone()).await?;
            while let Some(event) = events.message().await? {
                if let Some(progress) = &event.progress {
                    on_progress(progress);
                }
                if let Some(result) = event.result {
                    return Ok(result);
                }
            }
            Err(Status::internal("the fit ended without a result"))
        })
        .await
    }

    /// Starts a fit. Dropping its events cancels it, on the server too.
    pub async fn start_fit(&self, request: FitRequest) -> Result<Streaming<FitEvent>, Status> {
        Ok(self.fits.clone().fit(request).await?.into_inner())
    }
}

/// Calls again, after growing pauses, while the server is unavailable. The same call gives the same
/// answer and changes nothing on the server, so that repeating it is safe.
async fn retry<T>(mut call: impl AsyncFnMut() -> Result<T, Status>) -> Result<T, Status> {
    for pause_ms in [250, 500, 1000, 2000, 4000] {
        match call().await {
            Err(status) if status.code() == Code::Unavailable => {
                eprintln!(
                    "unavailable, trying again in {pause_ms} ms: {}",
                    status.message()
                );
                tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            }
            answer => return answer,
        }
    }
    call().await
}
