"""Form fields for numbers as people write them. The rules and the sentences are those of `rt.angka`."""

from django import forms
from django.core.exceptions import ValidationError

from rt.angka import AngkaSalah, AngkaTidakJelas, baca_rupiah, baca_volume, ribuan, rupiah, volume


class _AngkaField(forms.Field):
    """A text input whose value is an int; what the person typed comes back as typed when it is refused."""

    widget = forms.TextInput
    inputmode = "numeric"

    def to_python(self, value):
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return self.baca(value)
        except AngkaTidakJelas as kesalahan:
            raise ValidationError(str(kesalahan), code="tidak_jelas") from kesalahan
        except AngkaSalah as kesalahan:
            raise ValidationError(str(kesalahan), code="invalid") from kesalahan

    def prepare_value(self, value):
        if isinstance(value, int) and not isinstance(value, bool):
            return self.tulis(value)
        return value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": self.inputmode, "autocomplete": "off"}


class RupiahField(_AngkaField):
    """Whole rupiah (int). `min_value` and `max_value` are rupiah, both allowed themselves."""

    default_error_messages = {
        "required": "Isi jumlah uangnya, misalnya 1.250.000.",
        "min_value": "Paling sedikit %(batas)s.",
        "max_value": "Paling banyak %(batas)s.",
    }

    def __init__(self, *, min_value=None, max_value=None, **kwargs):
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    baca = staticmethod(baca_rupiah)
    tulis = staticmethod(ribuan)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            self._tolak("min_value", self.min_value)
        if self.max_value is not None and value > self.max_value:
            self._tolak("max_value", self.max_value)

    def _tolak(self, code, batas):
        raise ValidationError(self.error_messages[code], code=code, params={"batas": rupiah(batas)})


class VolumeField(_AngkaField):
    """A volume, held as thousandths (int): "2,5" -> 2500."""

    default_error_messages = {"required": "Isi volumenya, misalnya 2,5."}
    inputmode = "decimal"
    tulis = staticmethod(volume)

    @staticmethod
    def baca(value):
        # An int is the stored value (initial of a disabled field), already in thousandths; people send text.
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return baca_volume(value)
