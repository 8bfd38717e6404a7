//go:build tools

// Package tools makes actionlint a dependency, so that Dependabot updates it.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
