// A backend in Go whose visitors Latchkey knows.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// Asked about every request, before anything else is done for it.
var latchkey = &http.Client{Timeout: 5 * time.Second}
var asked = []string{"Cookie", "Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "User-Agent", "Upgrade"}

type user struct{ name, id string }
type userKey struct{}

func askLatchkey(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		about, _ := http.NewRequest("GET", "http://"+setting("LATCHKEY", "127.0.0.1:5000")+"/api/verify", nil)
		for _, name := range asked {
			if values, found := r.Header[name]; found {
				about.Header[name] = values
			}
		}
		peer, _, _ := net.SplitHostPort(r.RemoteAddr)
		about.Header.Set("X-Original-Method", r.Method)
		about.Header.Set("X-Forwarded-For", strings.Join(append(r.Header.Values("X-Forwarded-For"), peer), ", "))
		about.Header.Set("X-Forwarded-Proto", or(r.Header.Get("X-Forwarded-Proto"), "http"))
		about.Header.Set("X-Forwarded-Host", or(r.Header.Get("X-Forwarded-Host"), r.Host))
		answer, err := latchkey.Do(about)
		if err != nil {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, `{"code":"store_unavailable","status":503}`)
			return
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusNoContent {
			w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
			w.WriteHeader(answer.StatusCode)
			io.Copy(w, answer.Body)
			return
		}
		name, _ := url.PathUnescape(answer.Header.Get("Latchkey-User"))
		who := user{name, answer.Header.Get("Latchkey-User-Id")}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, who)))
	})
}


func report(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%s %s for %s", r.Method, strings.TrimPrefix(r.URL.Path, "/reports/"), r.Context().Value(userKey{}).(user).name)
}

func main() {
	routes := http.NewServeMux()
	routes.HandleFunc("/reports/", report)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+setting("PORT", "9000"), askLatchkey(routes)))
}

func setting(name, otherwise string) string {
	return or(os.Getenv(name), otherwise)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
