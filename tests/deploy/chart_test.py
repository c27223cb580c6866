"""The Helm chart: its values against its schema and, with Helm, what it makes of them against Kubernetes'.

    chart_test.py FITD REPOSITORY HELM
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import jsonschema
import yaml
from programs import run

FITD = sys.argv[1]
ROOT = pathlib.Path(sys.argv[2])
HELM = shutil.which(sys.argv[3]) or shutil.which("helm")
del sys.argv[1:4]
CHART = ROOT / "deploy/helm/fitd"
KUBERNETES = "1.31"

# Every branch of the templates.
EVERYTHING = {
    "autoscaling": {"enabled": True},
    "serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}},
    "config": {"queue_length": 5000, "max_points": 20000000, "client_share": 0.25,
               "queue_bytes": "64MiB", "http_hosts": "a.example,b.example"},
    "models": {"decay": 'models {\n  name: "decay"\n  formula: "a*exp(-k*x)"\n}\n'},
    "networkPolicy": {"clients": [{"podSelector": {"matchLabels": {"app": "science"}}}]},
    "imagePullSecrets": [{"name": "registry"}],
    "podLabels": {"team": "a"}, "podAnnotations": {"note": "b"}, "nodeSelector": {"disk": "ssd"},
    "tolerations": [{"key": "spot", "operator": "Exists"}], "priorityClassName": "high",
    "affinity": {"nodeAffinity": {}}, "service": {"annotations": {"c": "d"}},
    "image": {"tag": "1.2.3"},
}  # fmt: skip


def read(name):
    return (CHART / name).read_text(encoding="utf-8")


class Values(unittest.TestCase):
    """Without Helm."""

    def setUp(self):
        self.values = yaml.safe_load(read("values.yaml"))
        self.schema = json.loads(read("values.schema.json"))

    def test_the_defaults_obey_the_schema(self):
        jsonschema.Draft7Validator.check_schema(self.schema)
        jsonschema.validate(self.values, self.schema)

    def test_bad_values_do_not(self):
        for path, value in (
            ("replicas", 0), ("replicas", "2"), ("replica", 3), ("service.type", "Open"),
            ("config", {"listen": "127.0.0.1:1"}), ("config", {"queue_length": 'a"b'}),
            ("config", {"Queue": 1}), ("drainDelaySeconds", -1), ("resources.limits", {"cpu": "two"}),
            ("topologySpread.whenUnsatisfiable", "Perhaps"), ("models", {"../x": ""}),
            ("podDisruptionBudget.maxUnavailable", 0), ("networkPolicy.clients", [{}]),
        ):  # fmt: skip
            with self.subTest(path=path, value=value):
                wrong = json.loads(json.dumps(self.values))
                *parents, last = path.split(".")
                place = wrong
                for parent in parents:
                    place = place[parent]
                place[last] = value
                with self.assertRaises(jsonschema.ValidationError):
                    jsonschema.validate(wrong, self.schema)

    def test_templates_use_values_that_there_are(self):
        seen = 0
        for path in sorted((CHART / "templates").rglob("*")):
            if path.is_file():
                for name in re.findall(r"\.Values\.([\w.]+)", path.read_text(encoding="utf-8")):
                    place = self.values
                    for part in name.split("."):
                        self.assertIn(part, place, f"{path.name}: .Values.{name}")
                        place = place[part]
                    seen += 1
        self.assertGreater(seen, 30)

    def test_it_is_of_this_version(self):
        version = re.search(r"project\(fitd VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        chart = yaml.safe_load(read("Chart.yaml"))
        self.assertEqual([chart["version"], chart["appVersion"]], [version, version])


@unittest.skipIf(HELM is None, "there is no helm")
class Rendered(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def helm(self, command, values, *more):
        file = self.folder / "values.yaml"
        file.write_text(yaml.safe_dump(values), encoding="utf-8")
        version = ("--kube-version", f"{KUBERNETES}.0")
        answer = run(HELM, *command, CHART, "--values", file, *version, *more)
        return answer

    def render(self, values):
        answer = self.helm(("template", "release"), values)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return [document for document in yaml.safe_load_all(answer.stdout) if document]

    def of_kind(self, documents, kind):
        return [document for document in documents if document["kind"] == kind]

    def test_lint_finds_nothing(self):
        for values in ({}, EVERYTHING):
            answer = self.helm(("lint", "--strict"), values)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def test_helm_refuses_what_the_schema_does(self):
        answer = self.helm(("template", "release"), {"replicas": 0})
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("replicas", answer.stderr)

    def test_kubernetes_knows_every_field(self):
        import kubernetes_validate

        for values in ({}, EVERYTHING):
            kinds = set()
            for document in self.render(values):
                kinds.add(document["kind"])
                if document["kind"] != "ServiceMonitor":  # Prometheus' own kind
                    kubernetes_validate.validate(document, KUBERNETES, strict=True)
            self.assertLessEqual({"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy",
                                  "ConfigMap", "ServiceAccount", "Pod"}, kinds)  # fmt: skip
        self.assertLessEqual({"HorizontalPodAutoscaler", "ServiceMonitor"}, kinds)

    def test_fitd_takes_the_configuration(self):
        for values in ({}, EVERYTHING):
            maps = self.of_kind(self.render(values), "ConfigMap")
            file = self.folder / "fitd.conf"
            file.write_text(maps[0]["data"]["fitd.conf"], encoding="utf-8")
            answer = run(FITD, "--config", file, "--check-config")
            self.assertEqual(answer.returncode, 0, answer.stderr)
            for name, value in values.get("config", {}).items():
                self.assertRegex(answer.stdout, rf"(?m)^{name} = {value} +# {file}:\d+$")
        self.assertEqual(maps[1]["data"], {"decay.textproto": EVERYTHING["models"]["decay"]})

    def test_a_replica_may_drain_before_it_is_killed(self):
        values = {"drainDelaySeconds": 20, "drainTimeoutSeconds": 300}
        (deployment,) = self.of_kind(self.render(values), "Deployment")
        pod = deployment["spec"]["template"]["spec"]
        self.assertGreater(pod["terminationGracePeriodSeconds"], 320)

    def test_pods_may_do_nothing_but_compute(self):
        documents = self.render(EVERYTHING)
        (deployment,) = self.of_kind(documents, "Deployment")
        (pod,) = self.of_kind(documents, "Pod")
        for spec in (deployment["spec"]["template"]["spec"], pod["spec"]):
            self.assertTrue(spec["securityContext"]["runAsNonRoot"])
            self.assertEqual(spec["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            self.assertFalse(spec["automountServiceAccountToken"])
            self.assertFalse(spec["enableServiceLinks"])
            for container in spec["containers"]:
                self.assertEqual(
                    container["securityContext"],
                    {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]},
                    },
                )
                self.assertIn("memory", container["resources"]["limits"])

    def test_selectors_find_the_pods(self):
        documents = self.render(EVERYTHING)
        (deployment,) = self.of_kind(documents, "Deployment")
        labels = deployment["spec"]["template"]["metadata"]["labels"].items()
        selectors = [d["spec"]["selector"] for d in self.of_kind(documents, "Service")]
        for kind, key in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
            selectors += [d["spec"][key]["matchLabels"] for d in self.of_kind(documents, kind)]
        self.assertEqual(len(selectors), 4)
        for selector in selectors:
            self.assertLessEqual(selector.items(), labels)
        (monitor,) = self.of_kind(documents, "ServiceMonitor")
        wanted = monitor["spec"]["selector"]["matchLabels"].items()
        found = [d for d in self.of_kind(documents, "Service")
                 if wanted <= d["metadata"]["labels"].items()]  # fmt: skip
        self.assertEqual(len(found), 1)

    def test_the_autoscaler_reads_what_the_adapter_makes(self):
        (scaler,) = self.of_kind(self.render(EVERYTHING), "HorizontalPodAutoscaler")
        adapter = yaml.safe_load((CHART.parent / "prometheus-adapter.yaml").read_text())
        made = [rule["name"]["as"] for rule in adapter["rules"]["custom"]]
        self.assertEqual([scaler["spec"]["metrics"][0]["pods"]["metric"]["name"]], made)


if __name__ == "__main__":
    if HELM is None:
        print("skipped: what helm makes of the chart (there is no helm, nor Go to build it)")
    unittest.main()
