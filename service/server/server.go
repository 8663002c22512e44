package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/shotcheck/shotcheck/service/store"
)

// Server is the service over HTTP. Its exported fields are set before
// Initialize.
type Server struct {
	Store   *store.Store
	Log     *slog.Logger
	Limits  Limits
	Version string
	// Metrics has the server's own figures and whatever else the process counts.
	Metrics *prometheus.Registry
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []string
	// Address is where people reach the service, such as https://shots.example.
	Address string
	// Provider is through which people sign in, nil where they have tokens only.
	Provider *Provider

	api     huma.API
	router  chi.Router
	links   signer
	begun   signer
	metrics *metrics
	sights  sights
	// stopping is closed when the server begins to stop, which ends streams.
	stopping chan struct{}
}

// Limits bound what one client may do.
type Limits struct {
	// PerAddress and PerToken are requests a minute.
	PerAddress, PerToken int
}

// DefaultLimits let a club send its forty clips at once, and stop a script that
// has run wild.
var DefaultLimits = Limits{PerAddress: 1200, PerToken: 1200}

// Initialize makes the server ready to handle requests.
func (s *Server) Initialize(ctx context.Context) error {
	for name, made := range map[string]*signer{"links": &s.links, "signin": &s.begun} {
		key, err := s.Store.Secret(ctx, name)
		if err != nil {
			return err
		}
		made.key = []byte(key)
	}
	s.stopping = make(chan struct{})
	s.metrics = newMetrics(s.Metrics, s.Store)
	s.router = chi.NewRouter()
	s.router.Use(numbered, s.logged, s.worded, s.recovered)
	s.router.NotFound(func(w http.ResponseWriter, _ *http.Request) { writeProblem(w, problem("not-found")) })
	s.health()
	s.router.Group(func(r chi.Router) {
		r.Use(clientAddress(s.Proxies), limitAddress(s.Limits.PerAddress), sameOrigin, s.identify, limitToken(s.Limits.PerToken))
		s.describe(r)
		s.pages(r)
	})
	return nil
}

// useOwnProblems makes huma tell its errors as this API does. It is told so for
// the whole process, hence once.
var useOwnProblems = sync.OnceFunc(func() { huma.NewError = humaProblem })

// describe declares the API upon a router.
func (s *Server) describe(r chi.Router) {
	useOwnProblems()
	config := huma.DefaultConfig("shotcheck", "1")
	config.Info.Description = "Analyses basketball shots in clips that are uploaded by the tus protocol, and keeps the results."
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	config.OpenAPIPath = "/v1/openapi"
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{bearer: {Type: "http", Scheme: "bearer"}}
	s.api = humachi.New(r, config)
	s.uploadRoutes(r)
	s.analysisRoutes()
	s.fileRoutes(r)
	s.shareRoutes(r)
	s.playerRoutes()
	s.trainingRoutes()
	s.figureRoutes()
	s.tokenRoutes()
	s.memberRoutes()
	s.exportRoutes()
	s.auditRoutes()
	s.signInRoutes()
	s.invitationRoutes()
	s.sessionRoutes(r)
	s.providerRoutes(r)
}

// OpenAPI returns the API's description in YAML.
func OpenAPI() ([]byte, error) {
	s := &Server{Log: slog.New(slog.DiscardHandler)}
	s.describe(chi.NewRouter())
	return s.api.OpenAPI().YAML()
}

// ServeHTTP handles a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.router.ServeHTTP(w, r) }

// Stop ends the streams of events, so that the process can stop in order.
func (s *Server) Stop() { close(s.stopping) }
