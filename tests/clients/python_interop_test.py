"""What fitd promises a client's library, asked of the grpcio at hand.

python_interop_test.py FITD
"""

import queue
import sys
import unittest

import grpc
import numpy as np
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from programs import DEADLINE, Server
from wire import Wire

import fitd
from fitd.arrays import to_message
from fitd.client import CHANNEL_OPTIONS
from fitd.v1 import fit_function_pb2, fit_pb2, fit_service_pb2_grpc, model_service_pb2
from fitd.v1.model_service_pb2_grpc import ModelServiceStub

FITD = sys.argv[1]
del sys.argv[1]

DEFAULT_LIMIT = 4 << 20  # bytes of a message that a client takes unless told otherwise
M = 600_000  # points: 4.8 MB each way
X = np.linspace(0, 1, M)
SERVICES = {"fitd.v1.FitService", "fitd.v1.ModelService", "grpc.health.v1.Health"}


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f"grpcio {grpc.__version__}, numpy {np.__version__}, Python {sys.version.split()[0]}")
        cls.server = cls.enterClassContext(Server(FITD))
        cls.client = cls.enterClassContext(fitd.Client(cls.server.address))
        # A fit whose client thinks: its keepalive passes while the other tests run.
        cls.wire = cls.enterClassContext(Wire(cls.server.address))
        options = dict(CHANNEL_OPTIONS) | {
            "grpc.keepalive_time_ms": 10_000,
            "grpc.http2.bdp_probe": 0,  # pings too, for another purpose
        }
        channel = grpc.insecure_channel(cls.wire.address, list(options.items()))
        cls.channel = cls.enterClassContext(channel)
        problem = fit_function_pb2.FunctionProblem(x0=packed([0.0]))
        cls.asked = Requests(fit_function_pb2.FitFunctionRequest(problem=problem))
        cls.thinking = fit_service_pb2_grpc.FitServiceStub(cls.channel).FitFunction(cls.asked)
        cls.ask = next(cls.thinking).evaluate

    def test_messages_over_4_mib_pass_both_ways(self):
        values = self.client.evaluate("linear", X, [2, 1])
        self.assertGreater(values.nbytes, DEFAULT_LIMIT)
        np.testing.assert_array_equal(values, 2 * X + 1)
        result = self.client.fit("linear", X, values, arrays=["infodict.fjac"])
        self.assertEqual(result.infodict["fjac"].shape, (2, M))

    def test_results_stay_under_the_default_limit(self):
        request = fit_pb2.FitRequest(model="linear", y=packed(2 * X + 1), predictors={"": packed(X)})
        with grpc.insecure_channel(self.server.address) as channel:  # with its limit
            *_, last = fit_service_pb2_grpc.FitServiceStub(channel).Fit(request)
        self.assertIn("infodict.fjac", last.result.omitted)
        self.assertLess(last.ByteSize(), DEFAULT_LIMIT)

    def test_what_is_larger_is_refused_by_the_library_alone(self):
        request = model_service_pb2.EvaluateModelRequest(
            model="linear", predictors={"": packed(X)}, parameters=[2, 1]
        )
        with grpc.insecure_channel(self.server.address) as channel:
            with self.assertRaises(grpc.RpcError) as raised:
                ModelServiceStub(channel).EvaluateModel(request)
            self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
            listed = ModelServiceStub(channel).ListModels(model_service_pb2.ListModelsRequest())
            self.assertGreater(len(listed.models), 9)

    def test_compression(self):
        plain, squeezed = self.bytes_sent(None), self.bytes_sent(grpc.Compression.Gzip)
        self.assertLess(squeezed, plain / 3)

    def bytes_sent(self, compression):
        x = np.tile(np.arange(100.0), 1000)
        with (
            Wire(self.server.address) as wire,
            fitd.Client(wire.address, compression=compression) as client,
        ):
            np.testing.assert_allclose(client.fit("linear", x, 2 * x + 1).x, [2, 1], rtol=1e-9)
            return wire.bytes_to_server

    def test_cancellation_stops_the_fit(self):
        x = np.linspace(0, 10, 1_000_000)
        y = 4 * np.exp(-(((x - 5) / 1.2) ** 2) / 2)
        with Server(FITD) as server, fitd.Client(server.address) as client:
            call = client.start_fit(
                "gaussian", x, y, start={"amplitude": 1, "center": 2, "sigma": 9}, jacobian="forward"
            )
            reports = iter(call)
            next(reports)
            call.cancel()
            with self.assertRaises(fitd.Cancelled):
                for _ in reports:
                    pass
            server.stop()
        self.assertTrue(any("status=CANCELLED" in line for line in server.output), server.output)

    def test_calls_are_made_again(self):
        with Wire(self.server.address, cuts=2) as wire, fitd.Client(wire.address) as client:
            self.assertEqual(client.model("normal").name, "gaussian")
            self.assertEqual(wire.connections, 3)

    def test_reflection_names_and_describes_the_services(self):
        stub = reflection_pb2_grpc.ServerReflectionStub(self.channel)
        asks = [
            reflection_pb2.ServerReflectionRequest(list_services=""),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol="fitd.v1.FitService"),
        ]
        listed, described = stub.ServerReflectionInfo(iter(asks))
        names = {service.name for service in listed.list_services_response.service}
        self.assertLessEqual(SERVICES - {"grpc.health.v1.Health"}, names)
        files = described.file_descriptor_response.file_descriptor_proto
        services = [s for raw in files for s in FileDescriptorProto.FromString(raw).service]
        methods = {method.name for service in services for method in service.method}
        self.assertLessEqual({"Fit", "FitBatch", "FitFunction"}, methods)

    def test_leastsq(self):
        x, ier = fitd.leastsq(lambda p: p - [1, 2], [0.0, 0.0], client=self.client)
        self.assertIn(ier, (1, 2, 3, 4))
        np.testing.assert_allclose(x, [1, 2])

    def test_zz_keepalive_keeps_a_thinking_client(self):
        """The last by name: the client's pings had the time of the others."""
        self.assertTrue(self.wire.wait_for_ping(DEADLINE))
        self.assertTrue(self.thinking.is_active())
        while True:
            points = np.frombuffer(self.ask.points.f64_le).reshape(self.ask.points.shape)
            answer = fit_function_pb2.Evaluation(id=self.ask.id, residuals=packed(points - 3))
            self.asked.send(fit_function_pb2.FitFunctionRequest(evaluation=answer))
            response = next(self.thinking)
            if response.HasField("result"):
                break
            type(self).ask = response.evaluate
        self.assertEqual(list(response.result.x), [3])


class Requests:
    """A request stream that goes on when it is told to."""

    def __init__(self, first):
        self.waiting = queue.SimpleQueue()
        self.send(first)

    def send(self, request):
        self.waiting.put(request)

    def __iter__(self):
        return self

    def __next__(self):
        return self.waiting.get()


def packed(values):
    return to_message(np.asarray(values))


if __name__ == "__main__":
    unittest.main()
