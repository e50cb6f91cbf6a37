"""Views written for people and programs: the cited brief, Panj's own tables, the formats of the field with losses."""

from __future__ import annotations

from panj.exports.brief import brief
from panj.exports.formats import FORMATS, Export, Format, convert
from panj.exports.losses import Loss, LossReport
from panj.exports.material import Material

__all__ = ["FORMATS", "Export", "Format", "Loss", "LossReport", "Material", "brief", "convert"]
