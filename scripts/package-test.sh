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
npx lastref hunt ./my-protocol.ts --runs 50
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
