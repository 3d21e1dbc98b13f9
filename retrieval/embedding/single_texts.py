"""One text alone through ONNX Runtime: the same vector in half the time.

The dozen tokens of a question keep no core busy: PyTorch takes longer from one of a network's hundreds of small steps to
the next than for the step. The runtime joins steps, and its threads soon sleep while they wait, so that other work on the
machine costs a question little. Batches, and texts of networks built otherwise, stay with PyTorch.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LAYOUT = 1  # raised when the graph is made otherwise
# Of several lengths: a graph made with one of them must do for all.
_PROBES = ("query: Combien de caméras ?", "query", "query: " + "la ville mesure l'air de ses rues " * 12)
# Microseconds that a thread of the runtime waits awake for the next step: from one to the next within a text, and hardly beyond
# its end. Without, the second thread comes too late to help (16 ms a question for 12); by default it keeps a core for long after.
_SPIN = 300
_TOLERANCE = 1e-4  # of a coordinate; the vectors are compared before they are scaled
# What a network that is built otherwise, or that the exporter does not know, makes them raise.
_OTHERWISE = (AttributeError, LookupError, StopIteration, TypeError, ValueError, RuntimeError, OSError)


class SingleTexts:
    """The layers of a BERT-like network with mean pooling, for one text at a time: nothing is padded, no mask is needed."""

    def __init__(self, model: Any, session: Any) -> None:
        self._model = model
        self._embeddings = _network(model).embeddings
        self._session = session

    @classmethod
    def open(cls, model: Any, folder: Path, revision: str) -> SingleTexts | None:
        """From the graph kept in `folder` for these weights; made there first (two seconds, 86 MB) when it cannot be read.

        None when the network is built otherwise, gives other vectors so, or the folder cannot be written: such a
        model is run by PyTorch for every text.
        """
        key = hashlib.sha256(f"{revision}/{_LAYOUT}".encode()).hexdigest()[:16]
        file = folder / f"{key}.onnx"
        try:
            return (cls._kept(model, file) or cls._made(model, file)) if _suits(model) else None
        except _OTHERWISE:
            return None

    @classmethod
    def _kept(cls, model: Any, file: Path) -> SingleTexts | None:
        try:
            return cls(model, _session(file)) if file.exists() else None
        except RuntimeError:  # a file that is damaged
            return None

    @classmethod
    def _made(cls, model: Any, file: Path) -> SingleTexts | None:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            _export(model, partial)
            made = cls(model, _session(partial))
            if not made._agrees():
                return None
            _sync(partial)
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
        for other in file.parent.glob("*.onnx"):  # of weights that were replaced
            if other != file:
                other.unlink(missing_ok=True)
        return made

    def encode(self, text: str) -> NDArray[np.float32]:
        """The vector of a text, shape (1, dimension), not scaled to length 1."""
        import torch

        with torch.inference_mode():
            hidden = self._embeddings(input_ids=self._model.preprocess([text])["input_ids"])
        return np.asarray(self._session.run(None, {"hidden": hidden.numpy()})[0], np.float32)

    def _agrees(self) -> bool:
        import torch

        with torch.inference_mode():
            expected = [
                self._model(self._model.preprocess([text]))["sentence_embedding"].numpy() for text in _PROBES
            ]
        found = [_scaled(self.encode(text)) for text in _PROBES]
        return all(
            np.allclose(_scaled(one), other, atol=_TOLERANCE)
            for one, other in zip(expected, found, strict=True)
        )


def _network(model: Any) -> Any:
    return model[0].auto_model


def _suits(model: Any) -> bool:
    """Whether these are tokens, layers and a mean, in single precision on the processor."""
    modules = [type(module).__name__ for module in model]
    if modules not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    weight = next(_network(model).encoder.parameters())
    return str(weight.dtype) == "torch.float32" and weight.device.type == "cpu"


def _scaled(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def _export(model: Any, file: Path) -> None:
    """Write the graph. The exporter by tracing: the newer one takes nine seconds and three more packages."""
    import torch

    class Layers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = _network(model).encoder

        def forward(self, hidden: torch.Tensor) -> torch.Tensor:
            mean: torch.Tensor = self.encoder(hidden).last_hidden_state.mean(1)
            return mean

    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of its age, and of branches taken for good: single texts all take them
        hidden = _network(model).embeddings(input_ids=model.preprocess([_PROBES[0]])["input_ids"])
        torch.onnx.export(
            Layers().eval(),
            (hidden,),
            str(file),
            input_names=["hidden"],
            output_names=["vector"],
            dynamic_axes={"hidden": {1: "tokens"}},
            dynamo=False,
        )


def _session(file: Path) -> Any:
    import onnxruntime
    import torch

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.enable_cpu_mem_arena = False  # it keeps the room of the longest text for good
    options.add_session_config_entry("session.intra_op.spin_duration_us", str(_SPIN))
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as failure:  # the runtime's errors share no other base
        raise RuntimeError(f"{file.name} cannot be run") from failure


def _sync(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
