# Two images of one build: `--target slim`, nothing but fitd, fitctl and the libraries that they load; and,
# by default, the same programs on Debian with a shell to look around with. deploy/README.md has more.

FROM docker.io/library/debian:bookworm-slim AS build
WORKDIR /src
# ./dev holds the one list of what the build needs.
COPY dev ./
RUN ./dev install build dashboard
COPY CMakeLists.txt CMakePresets.json ./
COPY proto proto
COPY solver solver
COPY server server
COPY client-examples client-examples
RUN cmake --preset release \
 && cmake --build build/release --target fitd fitctl \
 && install --strip -D --target-directory=/out/usr/local/bin \
      build/release/server/fitd build/release/client-examples/cpp/fitctl
COPY deploy/fitd.conf /out/etc/fitd/fitd.conf
# The libraries as ldd finds them, the loader among them, under the paths that they have here; and the
# Debian packages that hold them.
RUN ldd /out/usr/local/bin/* | awk '/=> \// { print $3 } /^\t\// { print $1 }' | sort -u >/libraries \
 && xargs -a /libraries cp --parents --dereference --target-directory=/out \
 && xargs -a /libraries realpath | sed 's|^\(/usr\)\?|*|' | xargs dpkg-query --search \
      | sed 's/:.*//' | sort -u >/packages

FROM scratch AS slim
COPY --from=build /out /
USER 10001:10001
ENV FITD_CONFIG=/etc/fitd/fitd.conf
EXPOSE 50051 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/usr/local/bin/fitctl", "health"]
ENTRYPOINT ["/usr/local/bin/fitd"]

FROM docker.io/library/debian:bookworm-slim AS debian
COPY --from=build /packages /tmp/packages
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive xargs -a /tmp/packages apt-get install -y --no-install-recommends \
 && rm -rf /tmp/packages /var/lib/apt/lists/* /var/cache/apt/* /var/log/*
COPY --from=build /out/usr/local/bin /usr/local/bin
COPY --from=build /out/etc/fitd /etc/fitd
USER 10001:10001
ENV FITD_CONFIG=/etc/fitd/fitd.conf
EXPOSE 50051 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/usr/local/bin/fitctl", "health"]
ENTRYPOINT ["/usr/local/bin/fitd"]
