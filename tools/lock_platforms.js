const fs=require("fs"); const f="package-lock.json"; const l=JSON.parse(fs.readFileSync(f));
const os={linux:"linux",darwin:"darwin",win32:"win32"}, cpu={amd64:"x64",arm64:"arm64"};
for (const tool of ["anvil","cast","forge"]) {
  const p=l.packages["node_modules/@foundry-rs/"+tool]; if(!p) continue;
  for (const dep of Object.keys(p.optionalDependencies)) {
    const key="node_modules/"+dep; if (l.packages[key]) continue;
    const [,o,c]=dep.match(/-(\w+)-(\w+)$/);
    l.packages[key]={version:p.optionalDependencies[dep],cpu:[cpu[c]],license:p.license,optional:true,os:[os[o]]};
    if (p.dev) l.packages[key].dev=true;
  }
}
const root=l.packages[""]; delete l.packages[""];
l.packages={"":root,...Object.fromEntries(Object.entries(l.packages).sort(([a],[b])=>a.localeCompare(b,"en")))};
fs.writeFileSync(f,JSON.stringify(l,null,2)+"\n");
