#!/bin/sh
# Makes sure that the tools of proofs/Makefile are there: installs them from Debian's packages as root, or says in one
# line what is missing.
missing=
for tool in coqc:coq coqchk:coq coq_makefile:coq ocamlfind:ocaml-findlib ocamlopt:ocaml-nox gzip:gzip; do
  command -v "${tool%%:*}" >/dev/null 2>&1 || missing="$missing ${tool##*:}"
done
if command -v ocamlfind >/dev/null 2>&1; then
  ocamlfind query zarith >/dev/null 2>&1 || missing="$missing libzarith-ocaml-dev"
else
  missing="$missing libzarith-ocaml-dev"
fi
packages=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
[ -n "${packages% }" ] || exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing $packages"
  DEBIAN_FRONTEND=noninteractive
  export DEBIAN_FRONTEND
  { apt-get update && apt-get install --yes --no-install-recommends $packages; } >/dev/null 2>&1 && exit 0
  echo "make proofs: apt-get could not install $packages" >&2
  exit 1
fi
echo "make proofs: missing ${packages% }; install these Debian packages, or run as root to have it done (nothing else in the project needs them)" >&2
exit 1
