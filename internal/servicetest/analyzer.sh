#!/bin/sh
# Stands in for `shotcheck analyze --json --out DIR … -- CLIP`: it says what that
# says, and makes results that name the clip's hash. What it does is chosen by the
# clip's name; SHOTCHECK_HOME has the file in which it counts its runs.
for input; do :; done
while [ $# -gt 0 ]; do
	[ "$1" = --out ] && out=$2
	shift
done
name=$(basename "$input")
dir=$out/${name%.*}.shotcheck
[ -z "$SHOTCHECK_HOME" ] || echo "$name" >>"$SHOTCHECK_HOME/runs"
echo '{"message_type":"status","clip":"","stage":"scout","fraction":0.5}'
case $name in
damaged*)
	echo '{"message_type":"error","clip":"","code":"undecodable","message":"no picture can be decoded","hint":"does another player show it?"}'
	exit 1
	;;
crashes*)
	echo "$input: broken" >&2
	exit 7
	;;
lingers*) sleep 60 ;;
slow*) sleep 0.4 ;;
esac
mkdir -p "$dir/stills"
printf '{"schema":"shotcheck.analysis/1","clip":{"sha256":"%s"},"quality":{"score":0.9},"shots":[{}]}' \
	"$(sha256sum <"$input" | cut -d' ' -f1)" >"$dir/analysis.json"
printf '<!doctype html><title>report</title>' >"$dir/index.html"
printf picture >"$dir/stills/shot01-release.png"
printf 'a secret of the machine' >"$dir/.shotcheck-state.json"
printf '{"message_type":"result","clip":"","out":"%s","shots":1,"quality":0.9,"skipped":false,"exit_code":0}\n' "$dir"
case $name in
noshot*)
	echo '{"message_type":"error","clip":"","code":"no-shot","message":"no shot was found","hint":"film the whole body"}'
	exit 4
	;;
esac
