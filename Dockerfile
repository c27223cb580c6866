FROM docker.io/library/debian:bookworm-slim AS build
WORKDIR /src
# ./dev holds the one list of what the build needs.
COPY dev ./
RUN ./dev install build
COPY CMakeLists.txt CMakePresets.json ./
COPY proto proto
COPY solver solver
COPY server server
COPY client-examples/cpp client-examples/cpp
RUN cmake --preset release \
 && cmake --build build/release --target fitd fitctl \
 && install --strip -D --target-directory=/out \
      build/release/server/fitd build/release/client-examples/cpp/fitctl

FROM docker.io/library/debian:bookworm-slim
# The shared libraries that the two programs load.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libabsl20220623 libgrpc++1.51 libhwy1 libprometheus-cpp-core1.0 libprotobuf32 libspdlog1.10 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*
COPY --from=build /out/fitd /out/fitctl /usr/local/bin/
USER 10001:10001
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["fitctl", "health"]
# Flags given to `run` are added; of two --listen the last counts.
ENTRYPOINT ["fitd", "--listen=0.0.0.0:50051"]
