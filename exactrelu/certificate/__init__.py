"""Certificates: files that prove two networks equal to a reader who trusts neither of their makers."""

from exactrelu.certificate.check import Verdict, check
from exactrelu.certificate.compare import Equality, equal
from exactrelu.certificate.produce import Certificate, certify

__all__ = ["Certificate", "Equality", "Verdict", "certify", "check", "equal"]
