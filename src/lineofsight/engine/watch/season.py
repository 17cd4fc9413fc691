"""What is taken out before the comparison: the mean, and a yearly season when one is asked for.

The season is one or two harmonics fitted together with the change, not before it: what its own estimation costs is
allowed for in every comparison, so that false alarms stay as stated whatever the season's size.
"""

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.sums import running, total

NEWTON_STEPS = 4
# A light hold on the season of sparse counts: a prior standard deviation of 1 on the log scale.
SEASON_HOLD = 1.0
LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A chunk with mean and season taken out.

    `residuals` (gaussian) have weighted mean 0 and no season; `weights` (counts) carry the season in the exposure.
    `information` is the variance of each candidate's sum in units of one weight, `narrowing` how much the season's own
    estimation narrows it for counts, `weight` the sum of the weights, `extra` the parameters that the season took,
    `magnitude` the sum of squares before anything was taken out.
    """

    residuals: Numbers
    weights: Numbers
    information: Numbers
    narrowing: Numbers | float
    weight: Numbers
    extra: int
    magnitude: Numbers
    points: np.ndarray


def adjust(columns: Columns, options: Options, candidates: int) -> Adjusted:
    """The chunk ready for comparison."""
    if options.family == "gaussian":
        return _measurements(columns, options, candidates)
    none = np.zeros((1, 1))
    if options.season is None:
        return Adjusted(none, columns.weights, none, 1.0, total(columns.weights), 0, none, columns.points)
    weights, narrowing, extra = _seasonal_exposure(columns, options, candidates)
    return Adjusted(none, weights, none, narrowing, total(weights), extra, none, columns.points)


def _measurements(columns: Columns, options: Options, candidates: int) -> Adjusted:
    weights = columns.weights
    oldest = _oldest(columns)
    shifted = columns.values - oldest
    weight = total(weights)
    mean = total(weights * shifted) / weight
    residuals = shifted - mean
    if np.min(columns.points) < len(columns.values):
        residuals = np.where(weights > 0, residuals, 0.0)
    basis = _orthonormal(columns, weights, options)
    for wave in basis:
        residuals = residuals - wave * total(weights * wave * residuals)
    information = _information(weights, basis, candidates)
    magnitude = weight * (np.abs(oldest) + np.abs(mean)) ** 2
    return Adjusted(residuals, weights, information, 1.0, weight, len(basis), magnitude, columns.points)


def _oldest(columns: Columns) -> Numbers:
    # Taking off an early figure first keeps the digits of a series like 1 000 000 001, 1 000 000 003, …
    if len(columns.points) == 1:
        return columns.values[columns.points[0] - 1]
    rows = np.maximum(columns.points - 1, 0)
    return np.take_along_axis(columns.values, rows[None, :], 0)[0]


def _waves(columns: Columns, options: Options) -> list[Numbers]:
    """Cosine and sine of each harmonic at every row; a wave that is 0 everywhere (the sine of two a cycle) is left out."""
    waves = []
    for harmonic in range(1, (options.season or 0) + 1):
        if 2 * harmonic > options.period:
            continue
        angle = 2 * np.pi * harmonic * columns.position / options.period
        waves.append(np.cos(angle))
        if 2 * harmonic < options.period:
            waves.append(np.sin(angle))
    return waves


def _orthonormal(columns: Columns, weights: Numbers, options: Options) -> list[Numbers]:
    """The waves made orthogonal to the mean and to one another, of weighted length 1 (0 where they cannot be told apart)."""
    weight = total(weights)
    basis: list[Numbers] = []
    for wave in _waves(columns, options):
        rest = wave - total(weights * wave) / weight
        for earlier in basis:
            rest = rest - earlier * total(weights * earlier * rest)
        length = total(weights * rest * rest)
        told_apart = length > LEAST_SHARE * weight
        basis.append(np.where(told_apart, rest / np.sqrt(np.where(told_apart, length, 1.0)), 0.0))
    return basis


def _information(weights: Numbers, basis: list[Numbers], candidates: int) -> Numbers:
    """Variance of the sum of the newest 1, 2, … rows once mean and season are estimated, in units of one weight."""
    newest, weight = running(weights, candidates)
    whole = newest * (1 - newest / weight)
    information = whole
    for wave in basis:
        part, _ = running(weights * wave, candidates)
        information = information - part * part
    return np.maximum(information, LEAST_SHARE * whole)


def _seasonal_exposure(columns: Columns, options: Options, candidates: int) -> tuple[Numbers, Numbers, int]:
    """Exposure with the yearly season of the rate in it (log-linear fit), what the fit narrows, and its parameters."""
    exposure = np.broadcast_to(columns.weights, columns.values.shape)
    waves = [np.broadcast_to(wave, exposure.shape) for wave in _waves(columns, options)]
    events, size = total(columns.values), total(exposure)
    season = np.zeros_like(exposure)
    for _ in range(NEWTON_STEPS):
        expected = _scaled(exposure * np.exp(season), events)
        step = _newton_step(columns.values - expected, expected, waves)
        season = season + sum(wave * part for wave, part in zip(waves, step, strict=True))
        season = np.clip(season, -2.0, 2.0)
    weights = _scaled(exposure * np.exp(season), size)
    plain = _information(weights, [], candidates)
    fitted = _information(weights, _orthonormal(columns, weights, options), candidates)
    return weights, np.sqrt(plain / fitted), len(waves)


def _scaled(rows: Numbers, wanted: Numbers) -> Numbers:
    whole = total(rows)
    return rows * (wanted / np.where(whole > 0, whole, 1.0))


def _newton_step(residuals: Numbers, expected: Numbers, waves: list[Numbers]) -> list[Numbers]:
    """One step of the fit for each wave's coefficient, per series."""
    events = total(expected)
    events = np.where(events > 0, events, 1.0)
    centred = [wave - total(expected * wave) / events for wave in waves]
    gradient = np.stack([total(residuals * wave) for wave in waves], axis=-1)
    rows = [[total(expected * a * b) for b in centred] for a in centred]
    curve = np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
    curve = curve + SEASON_HOLD * np.eye(len(waves))
    return list(np.linalg.solve(curve, gradient[..., None])[..., 0].T)
