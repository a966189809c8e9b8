"""The colours stay apart for every eye: under the three common colour-blindnesses, and in grey."""

import itertools

import numpy as np
import pytest

from belarusgame.report.figures.palette import AGAINST, DASHES, FOR, HATCHES, HUES, INK, PAPER, SHADE, SOFT

#: How linear light is seen (Machado, Oliveira and Fernandes 2009, severity 1).
SEEN = {
    "as they are": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    values = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(light):
    """Return lightness and two hues, in which distances are as people see them (CIE 1976)."""
    xyz = TO_XYZ @ np.clip(light, 0.0, 1.0) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    bright, dark = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eye", SEEN)
def test_hues_stay_apart(eye):
    seen = [lab(np.asarray(SEEN[eye]) @ linear(hue)) for hue in HUES]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 12


def test_hues_stay_apart_in_grey():
    lightness = sorted(lab(linear(hue))[0] for hue in HUES)
    assert min(np.diff(lightness)) > 4
    assert abs(lab(linear(FOR))[0] - lab(linear(AGAINST))[0]) > 25


def test_no_hue_is_alone():
    assert len(set(HUES)) == len(HUES) <= 8
    assert len(set(HATCHES)) == len(set(map(str, DASHES))) == len(HUES)


def test_what_is_written_can_be_read():
    for ground in (PAPER, SHADE):
        assert contrast(INK, ground) > 7
        assert contrast(SOFT, ground) > 4.5
