// Prints, for each file named, one line of JSON: what the Khronos validator
// finds in it.
const fs = require('fs'), path = require('path'), validator = require('gltf-validator');
(async () => {
  for (const file of process.argv.slice(2)) {
    const beside = uri => new Uint8Array(fs.readFileSync(path.join(path.dirname(file), decodeURIComponent(uri))));
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)), {
      uri: path.basename(file), maxIssues: 20, externalResourceFunction: async uri => beside(uri),
    });
    console.log(JSON.stringify(report.issues));
  }
})().catch(e => { console.error(e); process.exit(1); });
