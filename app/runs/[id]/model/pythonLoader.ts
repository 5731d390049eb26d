/** A few lines of Python that open a kept model; its package is on PyPI as safetensors. */
export function pythonLoader(file: string): string {
  return `# pip install safetensors numpy
import json
from safetensors import safe_open

with safe_open(${JSON.stringify(file)}, framework="np") as model:
    config = json.loads(model.metadata()["config"])
    parameters = {name: model.get_tensor(name) for name in model.keys()}

for name, value in parameters.items():
    print(name, value.shape)
`;
}
