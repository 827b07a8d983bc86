#!/usr/bin/env bash
# Packs the package, installs it into an empty project elsewhere, and uses it there as a reader of
# the documentation would: a model of their own, the command line, a vitest suite, the compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack --silent --pack-destination "$work" >"$work/pack.log"
cd "$work"
mkdir project
cd project
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit ../lastref-*.tgz
version() { node -p "require('$root/package.json').devDependencies['$1']"; }
npm install --silent --no-fund --no-audit --save-dev \
  "vitest@$(version vitest)" "typescript@$(version typescript)" "@types/node@$(version @types/node)"
cp "$root"/scripts/fixtures/package/* .

step() { echo "package: $*"; }
step 'a model of the reader is checked'
npx lastref check ./my-protocol.ts
step 'its fault is found, recorded, replayed and turned into a test'
status=0
npx lastref check ./my-protocol.ts --mutation 'a ticket is not taken' --trace fault.json || status=$?
[ "$status" -eq 1 ]
npx lastref replay fault.json --junit replay.xml
npx lastref check ./my-protocol.ts --mutation 'a ticket is not taken' --sarif fault.sarif || true
grep -q '"uri": "my-protocol.ts"' fault.sarif
npx lastref show fault.json --as test --out fault.test.ts
npx lastref show fault.json --as html --out fault.html
npx lastref check ./my-protocol.ts --html report.html >/dev/null
grep -q 'Content-Security-Policy' fault.html report.html
npx lastref hunt ./my-protocol.ts --runs 50
step 'it can be explored'
# Not by npx, which does not hand on the signal that ends it.
node_modules/.bin/lastref explore ./my-protocol.ts >explore.log &
explorer=$!
for _ in $(seq 100); do grep -q 'token=' explore.log && break || sleep 0.2; done
address=$(grep -o 'http://[^ ]*' explore.log)
node -e "fetch('$address').then((r) => r.text()).then((t) => process.exit(t.length > 50000 ? 0 : 1))"
kill -INT "$explorer" && wait "$explorer"
step 'shipped protocols are listed'
npx lastref list >/dev/null
step 'the same as an ES module package'
npm pkg set type=module
npx lastref check ./my-protocol.ts --json >/dev/null
step 'the vitest suites pass'
npx vitest run --reporter=dot
step 'the types are found by the plain compiler'
cat >tsconfig.json <<'END'
{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true
  }
}
END
npx tsc -p .
