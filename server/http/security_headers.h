// What browsers are told with every answer.
#ifndef FITD_SERVER_HTTP_SECURITY_HEADERS_H_
#define FITD_SERVER_HTTP_SECURITY_HEADERS_H_

#include <array>
#include <utility>

namespace fitd::server {

// Nothing is loaded from elsewhere, framed, or guessed.
inline constexpr std::array<std::pair<const char*, const char*>, 7> kSecurityHeaders = {{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
     "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri "
     "'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
}};

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_SECURITY_HEADERS_H_
