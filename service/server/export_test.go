package server

// PageRoute is a page or what one of its forms does, for tests that try them all.
type PageRoute struct{ Method, Path, Need string }

// PageRoutes lists them.
func PageRoutes() (list []PageRoute) {
	for _, p := range pageRoutes {
		list = append(list, PageRoute{p.method, p.path, string(p.need)})
	}
	return list
}
