// Runs run_pyz.py, and with it verify.pyz, under Pyodide: node run_pyodide.mjs PYODIDE VERIFIER RUNNER CORPUS
// prints the Python's version and the reports as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, verifier, runner, corpus] = process.argv.slice(2);
const PROGRAM = `
import io, json, os, runpy, sys
os.chdir("/corpus")
sys.argv = ["/run_pyz.py", "/verify.pyz", "/corpus"]
out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), "utf-8")
try:
    runpy.run_path("/run_pyz.py", run_name="__main__")
finally:
    sys.stdout.flush()
    text, sys.stdout = sys.stdout.buffer.getvalue().decode(), out
json.dumps([list(sys.version_info[:2]), json.loads(text)])
`;

try {
  const { loadPyodide } = createRequire(import.meta.url)(join(folder, "pyodide.js"));
  const silent = () => {};
  const python = await loadPyodide({ indexURL: `${folder}/`, stdout: silent, stderr: silent });
  python.FS.writeFile("/verify.pyz", readFileSync(verifier));
  python.FS.writeFile("/run_pyz.py", readFileSync(runner));
  python.FS.mkdir("/corpus");
  for (const name of readdirSync(corpus)) {
    python.FS.mkdir(`/corpus/${name}`);
    for (const file of readdirSync(join(corpus, name)))
      python.FS.writeFile(`/corpus/${name}/${file}`, readFileSync(join(corpus, name, file)));
  }
  process.stdout.write(`\n${python.runPython(PROGRAM)}`);
} catch (fault) {
  process.stderr.write(`${fault.name}: ${fault.message}`.slice(-2000));
  process.exit(1);
}
