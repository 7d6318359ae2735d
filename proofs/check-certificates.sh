#!/bin/sh
# Runs the extracted checker over the folders accepted, rejected and malformed of test certificates.  The name of a
# rejected or malformed file begins with the rule that it breaks.
# usage: check-certificates.sh CHECKER FOLDER
checker=$1
folder=$2
"$checker" --self-test || { echo "$checker: SHA-256 is wrong on its test vectors" >&2; exit 1; }
total=0
wrong=0
for status in accepted rejected malformed; do
  case $status in accepted) code=0 ;; rejected) code=1 ;; malformed) code=2 ;; esac
  for file in "$folder/$status"/*; do
    [ -f "$file" ] || continue
    total=$((total + 1))
    report=$("$checker" "$file" --json 2>&1)
    found=$?
    name=${file##*/}
    case $status in accepted) rule=null ;; *) rule="\"${name%%--*}\"" ;; esac
    case $report in *"\"rule\": $rule,"*) ;; *) found="$found, another rule" ;; esac
    if [ "$found" != "$code" ]; then
      wrong=$((wrong + 1))
      echo "$file: exit code $found; expected $code, rule $rule" >&2
    fi
  done
done
echo "certificates: $total checked, $wrong with another verdict than expected"
[ "$wrong" -eq 0 ] && [ "$total" -gt 0 ]
