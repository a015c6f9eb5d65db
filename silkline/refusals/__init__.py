# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of the contracts, typed."""

from __future__ import annotations

from .parties import AccessManagedInvalidAuthority as AccessManagedInvalidAuthority
from .parties import AccessManagedRequiredDelay as AccessManagedRequiredDelay
from .parties import AccessManagedUnauthorized as AccessManagedUnauthorized
from .parties import AccountOfAnother as AccountOfAnother
from .parties import AccountRetired as AccountRetired
from .parties import AccountTaken as AccountTaken
from .parties import AccountUnknown as AccountUnknown
from .parties import CashAccountStays as CashAccountStays
from .parties import ConsentOfAnother as ConsentOfAnother
from .parties import HaltTooLong as HaltTooLong
from .parties import HaltTooSoon as HaltTooSoon
from .parties import Halted as Halted
from .parties import InvalidShortString as InvalidShortString
from .parties import KycExpired as KycExpired
from .parties import LengthMismatch as LengthMismatch
from .parties import LimitPerActExceeded as LimitPerActExceeded
from .parties import NotHalted as NotHalted
from .parties import PartyExists as PartyExists
from .parties import PartyNotSuspended as PartyNotSuspended
from .parties import PartySuspended as PartySuspended
from .parties import PartyUnknown as PartyUnknown
from .parties import RecoveryNotApproved as RecoveryNotApproved
from .parties import RecoveryPending as RecoveryPending
from .parties import RecoveryTooEarly as RecoveryTooEarly
from .parties import RecoveryUnknown as RecoveryUnknown
from .parties import RoleMissing as RoleMissing
from .parties import SameGroup as SameGroup
from .parties import ScopeMissing as ScopeMissing
from .parties import SignatureExpired as SignatureExpired
from .parties import SignatureInvalid as SignatureInvalid
from .parties import SignatureVoid as SignatureVoid
from .parties import StringTooLong as StringTooLong
from .parties import ZeroAccount as ZeroAccount
from .parties import ZeroParty as ZeroParty
from .programmes import AmountTooLarge as AmountTooLarge
from .programmes import AnchorNotSuspended as AnchorNotSuspended
from .programmes import AnchorSuspended as AnchorSuspended
from .programmes import ChangeUnknown as ChangeUnknown
from .programmes import CurrencyInvalid as CurrencyInvalid
from .programmes import DeepestTierZero as DeepestTierZero
from .programmes import DueDayPassed as DueDayPassed
from .programmes import FaceTooSmall as FaceTooSmall
from .programmes import FingerprintSpent as FingerprintSpent
from .programmes import FingerprintZero as FingerprintZero
from .programmes import LimitContractNotAdmitted as LimitContractNotAdmitted
from .programmes import LimitExceeded as LimitExceeded
from .programmes import LimitTooLarge as LimitTooLarge
from .programmes import NeitherAnchorNorHolder as NeitherAnchorNorHolder
from .programmes import NotAnchor as NotAnchor
from .programmes import NotSystem as NotSystem
from .programmes import ProgrammeExists as ProgrammeExists
from .programmes import ProgrammeNumberZero as ProgrammeNumberZero
from .programmes import ProgrammeUnknown as ProgrammeUnknown
from .programmes import SmallestPieceInvalid as SmallestPieceInvalid
from .programmes import TenorTooLong as TenorTooLong
from .programmes import TenorZero as TenorZero
from .programmes import TokenNotAllowed as TokenNotAllowed
from .programmes import TooManyInvoices as TooManyInvoices
from .programmes import TooManyPredecessors as TooManyPredecessors
from .programmes import UtcOffsetInvalid as UtcOffsetInvalid
from .programmes import WrongCounterparty as WrongCounterparty
from .programmes import WrongStatus as WrongStatus
from .receivables import AcceptUntilInvalid as AcceptUntilInvalid
from .receivables import AcceptanceExpired as AcceptanceExpired
from .receivables import ConsentMissing as ConsentMissing
from .receivables import ConsentUsed as ConsentUsed
from .receivables import CustodianExists as CustodianExists
from .receivables import DueDayNotReached as DueDayNotReached
from .receivables import DueDayReached as DueDayReached
from .receivables import ERC721InvalidReceiver as ERC721InvalidReceiver
from .receivables import InsufficientAllowance as InsufficientAllowance
from .receivables import NotCashAccount as NotCashAccount
from .receivables import NotCustodian as NotCustodian
from .receivables import NotLockedByCaller as NotLockedByCaller
from .receivables import NotOwnerNorApproved as NotOwnerNorApproved
from .receivables import NotPending as NotPending
from .receivables import NotReceiver as NotReceiver
from .receivables import NotSystemContract as NotSystemContract
from .receivables import NotWhole as NotWhole
from .receivables import NoteFrozen as NoteFrozen
from .receivables import NoteLocked as NoteLocked
from .receivables import NotePending as NotePending
from .receivables import NoteUnknown as NoteUnknown
from .receivables import NothingToChange as NothingToChange
from .receivables import PieceTooSmall as PieceTooSmall
from .receivables import ReceivableDisputed as ReceivableDisputed
from .receivables import ReceivableFrozen as ReceivableFrozen
from .receivables import ReceivableUnknown as ReceivableUnknown
from .receivables import ReceiverRefused as ReceiverRefused
from .receivables import ReleaseTooEarly as ReleaseTooEarly
from .receivables import SameNote as SameNote
from .receivables import SelfAssignment as SelfAssignment
from .receivables import SlotMismatch as SlotMismatch
from .receivables import TierMismatch as TierMismatch
from .receivables import TierTooDeep as TierTooDeep
from .receivables import TooManyCustodians as TooManyCustodians
from .receivables import TooManyNotes as TooManyNotes
from .receivables import TradeReferenceMismatch as TradeReferenceMismatch
from .receivables import TradeReferenceMissing as TradeReferenceMissing
from .receivables import TransfersNotWanted as TransfersNotWanted
from .receivables import ValueExceedsNote as ValueExceedsNote
from .receivables import WrongOwner as WrongOwner
from .receivables import ZeroAmount as ZeroAmount
from .settlements import GasTooLow as GasTooLow
from .settlements import GraceNotOver as GraceNotOver
from .settlements import MoreThanOwed as MoreThanOwed
from .settlements import NotDue as NotDue
from .settlements import NotMarkedOverdue as NotMarkedOverdue
from .settlements import NotOpen as NotOpen
from .settlements import NothingOwed as NothingOwed
from .settlements import NothingParked as NothingParked
from .settlements import NothingToCollect as NothingToCollect
from .settlements import PartBeforeDueDay as PartBeforeDueDay
from .settlements import PayeeSuspended as PayeeSuspended
from .settlements import SafeERC20FailedOperation as SafeERC20FailedOperation
from .settlements import UnknownReceivable as UnknownReceivable
from .settlements import WrongAmountReceived as WrongAmountReceived
from .settlements import ZeroPayment as ZeroPayment
from .discounting import BasisInvalid as BasisInvalid
from .discounting import CostExceedsValue as CostExceedsValue
from .discounting import FillTooSmall as FillTooSmall
from .discounting import FunderRoleMissing as FunderRoleMissing
from .discounting import NoRecourse as NoRecourse
from .discounting import NotFunder as NotFunder
from .discounting import NotOfferedFor as NotOfferedFor
from .discounting import NotOverdue as NotOverdue
from .discounting import OfferCancelled as OfferCancelled
from .discounting import OfferExhausted as OfferExhausted
from .discounting import OfferExpired as OfferExpired
from .discounting import OfferScopeInvalid as OfferScopeInvalid
from .discounting import OfferTierExceeded as OfferTierExceeded
from .discounting import OwnOffer as OwnOffer
from .discounting import ProceedsTooLow as ProceedsTooLow
from .discounting import RegistryReferenceMissing as RegistryReferenceMissing
from .discounting import SaltNotRaised as SaltNotRaised
from .discounting import SignerNotOfFunder as SignerNotOfFunder
from .discounting import TooLateToSell as TooLateToSell
from .guarantees import CapInvalid as CapInvalid
from .guarantees import CoverExists as CoverExists
from .guarantees import CoverUnknown as CoverUnknown
from .guarantees import CoversMismatch as CoversMismatch
from .guarantees import NotDefaulted as NotDefaulted
from .guarantees import NotFeePayer as NotFeePayer
from .guarantees import NothingToCall as NothingToCall
from .guarantees import ShareInvalid as ShareInvalid
from .guarantees import TooManyCovers as TooManyCovers
from .descriptor import StringsInsufficientHexLength as StringsInsufficientHexLength
from .deposittoken import AccountFrozen as AccountFrozen
from .deposittoken import AccountZero as AccountZero
from .deposittoken import AmountExceeds96Bits as AmountExceeds96Bits
from .deposittoken import AmountZero as AmountZero
from .deposittoken import ECDSAInvalidSignature as ECDSAInvalidSignature
from .deposittoken import ECDSAInvalidSignatureLength as ECDSAInvalidSignatureLength
from .deposittoken import ECDSAInvalidSignatureS as ECDSAInvalidSignatureS
from .deposittoken import ERC20InsufficientAllowance as ERC20InsufficientAllowance
from .deposittoken import ERC20InsufficientBalance as ERC20InsufficientBalance
from .deposittoken import ERC20InvalidApprover as ERC20InvalidApprover
from .deposittoken import ERC20InvalidReceiver as ERC20InvalidReceiver
from .deposittoken import ERC20InvalidSender as ERC20InvalidSender
from .deposittoken import ERC20InvalidSpender as ERC20InvalidSpender
from .deposittoken import ERC2612ExpiredSignature as ERC2612ExpiredSignature
from .deposittoken import ERC2612InvalidSigner as ERC2612InvalidSigner
from .deposittoken import FreezeUnchanged as FreezeUnchanged
from .deposittoken import InvalidAccountNonce as InvalidAccountNonce
from .deposittoken import ReferenceUsed as ReferenceUsed
from .deposittoken import ReferenceZero as ReferenceZero
from .deposittoken import WrongState as WrongState
from .loanagreements import AmendmentInvalid as AmendmentInvalid
from .loanagreements import NotParty as NotParty
from .loanagreements import SignatureCount as SignatureCount
from .loanagreements import SignerRoleMissing as SignerRoleMissing
from .loanagreements import TermInvalid as TermInvalid
from .loanagreements import TokenNotListed as TokenNotListed
from .loans import AlreadyDefaulted as AlreadyDefaulted
from .loans import ChunkMalformed as ChunkMalformed
from .loans import ChunkPaid as ChunkPaid
from .loans import ChunkUnknown as ChunkUnknown
from .loans import CommitmentExceeded as CommitmentExceeded
from .loans import ConditionNotMet as ConditionNotMet
from .loans import CoverCalled as CoverCalled
from .loans import DefaultTooEarly as DefaultTooEarly
from .loans import DrawDeadlinePassed as DrawDeadlinePassed
from .loans import ListExceeded as ListExceeded
from .loans import LoanDefaulted as LoanDefaulted
from .loans import LoanExists as LoanExists
from .loans import LoanFrozen as LoanFrozen
from .loans import LoanUnknown as LoanUnknown
from .loans import MilestoneNotReleased as MilestoneNotReleased
from .loans import MilestoneReleased as MilestoneReleased
from .loans import MilestoneUnknown as MilestoneUnknown
from .loans import NotLender as NotLender
from .loans import NotPayee as NotPayee
from .loans import NothingOwedOn as NothingOwedOn
from .loans import NothingParkedFor as NothingParkedFor
from .loans import NothingReserved as NothingReserved
from .loans import NothingToCollectOn as NothingToCollectOn
from .loans import PayeeOfBorrowersGroup as PayeeOfBorrowersGroup
from .loans import RefundTooLarge as RefundTooLarge
from .loans import ReserveStillNeeded as ReserveStillNeeded
from .loans import TermsDead as TermsDead
from .loans import TermsNotInForce as TermsNotInForce
from .creditlines import ExpiryInvalid as ExpiryInvalid
from .creditlines import GroupTied as GroupTied
from .creditlines import GroupZero as GroupZero
from .creditlines import LineExceeded as LineExceeded
from .creditlines import LineExpired as LineExpired
from .creditlines import LineFrozen as LineFrozen
from .creditlines import LineUnknown as LineUnknown
from .creditlines import NotConsumer as NotConsumer
from .creditlines import NotOfGroup as NotOfGroup
from .creditlines import NotProgrammes as NotProgrammes
from .creditlines import NotUsed as NotUsed
from .creditlines import RateBelowFloor as RateBelowFloor
from .creditlines import SponsorFixed as SponsorFixed
from .creditlines import SponsorMissing as SponsorMissing
from .creditlines import SponsorNotOffered as SponsorNotOffered
from .fixings import AttestorsUnordered as AttestorsUnordered
from .fixings import CheckpointUnorderedInsertion as CheckpointUnorderedInsertion
from .fixings import DayNotBegun as DayNotBegun
from .fixings import IndexMismatch as IndexMismatch
from .fixings import NotAttestor as NotAttestor
from .fixings import NotLater as NotLater
from .fixings import RateOutOfRange as RateOutOfRange
from .fixings import SignaturesUnordered as SignaturesUnordered
from .fixings import ThresholdInvalid as ThresholdInvalid
from .fixings import TooFewSignatures as TooFewSignatures
from .collateral import NotPledged as NotPledged
from .collateral import NotSettlements as NotSettlements
from .collateral import NotePledged as NotePledged
from .collateral import NothingBooked as NothingBooked
from .collateral import SecurityClaimed as SecurityClaimed
from .collateral import StillSecuring as StillSecuring
from .collateral import TokenMismatch as TokenMismatch
from .collateral import WrongAmountTaken as WrongAmountTaken
from .attested import EvidenceMalformed as EvidenceMalformed
from .attested import EvidenceOfAnotherLoan as EvidenceOfAnotherLoan
from .attested import EvidenceOfAnotherMilestone as EvidenceOfAnotherMilestone
from .attested import ObservedLater as ObservedLater
from .allof import PartsMismatch as PartsMismatch
from .allof import PartsMissing as PartsMissing
from .accessmanager import AccessManagerAlreadyScheduled as AccessManagerAlreadyScheduled
from .accessmanager import AccessManagerBadConfirmation as AccessManagerBadConfirmation
from .accessmanager import AccessManagerExpired as AccessManagerExpired
from .accessmanager import AccessManagerInvalidInitialAdmin as AccessManagerInvalidInitialAdmin
from .accessmanager import AccessManagerLockedRole as AccessManagerLockedRole
from .accessmanager import AccessManagerNotReady as AccessManagerNotReady
from .accessmanager import AccessManagerNotScheduled as AccessManagerNotScheduled
from .accessmanager import AccessManagerUnauthorizedAccount as AccessManagerUnauthorizedAccount
from .accessmanager import AccessManagerUnauthorizedCall as AccessManagerUnauthorizedCall
from .accessmanager import AccessManagerUnauthorizedCancel as AccessManagerUnauthorizedCancel
from .accessmanager import AccessManagerUnauthorizedConsume as AccessManagerUnauthorizedConsume
from .accessmanager import AddressEmptyCode as AddressEmptyCode
from .accessmanager import FailedCall as FailedCall
from .accessmanager import InsufficientBalance as InsufficientBalance
from .accessmanager import SafeCastOverflowedUintDowncast as SafeCastOverflowedUintDowncast
from .erc2771forwarder import ERC2771ForwarderExpiredRequest as ERC2771ForwarderExpiredRequest
from .erc2771forwarder import ERC2771ForwarderInvalidSigner as ERC2771ForwarderInvalidSigner
from .erc2771forwarder import ERC2771ForwarderMismatchedValue as ERC2771ForwarderMismatchedValue
from .erc2771forwarder import ERC2771UntrustfulTarget as ERC2771UntrustfulTarget

from silkline.errors import Refused

BY_NAME: dict[str, type[Refused]] = {
    "AcceptUntilInvalid": AcceptUntilInvalid,
    "AcceptanceExpired": AcceptanceExpired,
    "AccessManagedInvalidAuthority": AccessManagedInvalidAuthority,
    "AccessManagedRequiredDelay": AccessManagedRequiredDelay,
    "AccessManagedUnauthorized": AccessManagedUnauthorized,
    "AccessManagerAlreadyScheduled": AccessManagerAlreadyScheduled,
    "AccessManagerBadConfirmation": AccessManagerBadConfirmation,
    "AccessManagerExpired": AccessManagerExpired,
    "AccessManagerInvalidInitialAdmin": AccessManagerInvalidInitialAdmin,
    "AccessManagerLockedRole": AccessManagerLockedRole,
    "AccessManagerNotReady": AccessManagerNotReady,
    "AccessManagerNotScheduled": AccessManagerNotScheduled,
    "AccessManagerUnauthorizedAccount": AccessManagerUnauthorizedAccount,
    "AccessManagerUnauthorizedCall": AccessManagerUnauthorizedCall,
    "AccessManagerUnauthorizedCancel": AccessManagerUnauthorizedCancel,
    "AccessManagerUnauthorizedConsume": AccessManagerUnauthorizedConsume,
    "AccountFrozen": AccountFrozen,
    "AccountOfAnother": AccountOfAnother,
    "AccountRetired": AccountRetired,
    "AccountTaken": AccountTaken,
    "AccountUnknown": AccountUnknown,
    "AccountZero": AccountZero,
    "AddressEmptyCode": AddressEmptyCode,
    "AlreadyDefaulted": AlreadyDefaulted,
    "AmendmentInvalid": AmendmentInvalid,
    "AmountExceeds96Bits": AmountExceeds96Bits,
    "AmountTooLarge": AmountTooLarge,
    "AmountZero": AmountZero,
    "AnchorNotSuspended": AnchorNotSuspended,
    "AnchorSuspended": AnchorSuspended,
    "AttestorsUnordered": AttestorsUnordered,
    "BasisInvalid": BasisInvalid,
    "CapInvalid": CapInvalid,
    "CashAccountStays": CashAccountStays,
    "ChangeUnknown": ChangeUnknown,
    "CheckpointUnorderedInsertion": CheckpointUnorderedInsertion,
    "ChunkMalformed": ChunkMalformed,
    "ChunkPaid": ChunkPaid,
    "ChunkUnknown": ChunkUnknown,
    "CommitmentExceeded": CommitmentExceeded,
    "ConditionNotMet": ConditionNotMet,
    "ConsentMissing": ConsentMissing,
    "ConsentOfAnother": ConsentOfAnother,
    "ConsentUsed": ConsentUsed,
    "CostExceedsValue": CostExceedsValue,
    "CoverCalled": CoverCalled,
    "CoverExists": CoverExists,
    "CoverUnknown": CoverUnknown,
    "CoversMismatch": CoversMismatch,
    "CurrencyInvalid": CurrencyInvalid,
    "CustodianExists": CustodianExists,
    "DayNotBegun": DayNotBegun,
    "DeepestTierZero": DeepestTierZero,
    "DefaultTooEarly": DefaultTooEarly,
    "DrawDeadlinePassed": DrawDeadlinePassed,
    "DueDayNotReached": DueDayNotReached,
    "DueDayPassed": DueDayPassed,
    "DueDayReached": DueDayReached,
    "ECDSAInvalidSignature": ECDSAInvalidSignature,
    "ECDSAInvalidSignatureLength": ECDSAInvalidSignatureLength,
    "ECDSAInvalidSignatureS": ECDSAInvalidSignatureS,
    "ERC20InsufficientAllowance": ERC20InsufficientAllowance,
    "ERC20InsufficientBalance": ERC20InsufficientBalance,
    "ERC20InvalidApprover": ERC20InvalidApprover,
    "ERC20InvalidReceiver": ERC20InvalidReceiver,
    "ERC20InvalidSender": ERC20InvalidSender,
    "ERC20InvalidSpender": ERC20InvalidSpender,
    "ERC2612ExpiredSignature": ERC2612ExpiredSignature,
    "ERC2612InvalidSigner": ERC2612InvalidSigner,
    "ERC2771ForwarderExpiredRequest": ERC2771ForwarderExpiredRequest,
    "ERC2771ForwarderInvalidSigner": ERC2771ForwarderInvalidSigner,
    "ERC2771ForwarderMismatchedValue": ERC2771ForwarderMismatchedValue,
    "ERC2771UntrustfulTarget": ERC2771UntrustfulTarget,
    "ERC721InvalidReceiver": ERC721InvalidReceiver,
    "EvidenceMalformed": EvidenceMalformed,
    "EvidenceOfAnotherLoan": EvidenceOfAnotherLoan,
    "EvidenceOfAnotherMilestone": EvidenceOfAnotherMilestone,
    "ExpiryInvalid": ExpiryInvalid,
    "FaceTooSmall": FaceTooSmall,
    "FailedCall": FailedCall,
    "FillTooSmall": FillTooSmall,
    "FingerprintSpent": FingerprintSpent,
    "FingerprintZero": FingerprintZero,
    "FreezeUnchanged": FreezeUnchanged,
    "FunderRoleMissing": FunderRoleMissing,
    "GasTooLow": GasTooLow,
    "GraceNotOver": GraceNotOver,
    "GroupTied": GroupTied,
    "GroupZero": GroupZero,
    "HaltTooLong": HaltTooLong,
    "HaltTooSoon": HaltTooSoon,
    "Halted": Halted,
    "IndexMismatch": IndexMismatch,
    "InsufficientAllowance": InsufficientAllowance,
    "InsufficientBalance": InsufficientBalance,
    "InvalidAccountNonce": InvalidAccountNonce,
    "InvalidShortString": InvalidShortString,
    "KycExpired": KycExpired,
    "LengthMismatch": LengthMismatch,
    "LimitContractNotAdmitted": LimitContractNotAdmitted,
    "LimitExceeded": LimitExceeded,
    "LimitPerActExceeded": LimitPerActExceeded,
    "LimitTooLarge": LimitTooLarge,
    "LineExceeded": LineExceeded,
    "LineExpired": LineExpired,
    "LineFrozen": LineFrozen,
    "LineUnknown": LineUnknown,
    "ListExceeded": ListExceeded,
    "LoanDefaulted": LoanDefaulted,
    "LoanExists": LoanExists,
    "LoanFrozen": LoanFrozen,
    "LoanUnknown": LoanUnknown,
    "MilestoneNotReleased": MilestoneNotReleased,
    "MilestoneReleased": MilestoneReleased,
    "MilestoneUnknown": MilestoneUnknown,
    "MoreThanOwed": MoreThanOwed,
    "NeitherAnchorNorHolder": NeitherAnchorNorHolder,
    "NoRecourse": NoRecourse,
    "NotAnchor": NotAnchor,
    "NotAttestor": NotAttestor,
    "NotCashAccount": NotCashAccount,
    "NotConsumer": NotConsumer,
    "NotCustodian": NotCustodian,
    "NotDefaulted": NotDefaulted,
    "NotDue": NotDue,
    "NotFeePayer": NotFeePayer,
    "NotFunder": NotFunder,
    "NotHalted": NotHalted,
    "NotLater": NotLater,
    "NotLender": NotLender,
    "NotLockedByCaller": NotLockedByCaller,
    "NotMarkedOverdue": NotMarkedOverdue,
    "NotOfGroup": NotOfGroup,
    "NotOfferedFor": NotOfferedFor,
    "NotOpen": NotOpen,
    "NotOverdue": NotOverdue,
    "NotOwnerNorApproved": NotOwnerNorApproved,
    "NotParty": NotParty,
    "NotPayee": NotPayee,
    "NotPending": NotPending,
    "NotPledged": NotPledged,
    "NotProgrammes": NotProgrammes,
    "NotReceiver": NotReceiver,
    "NotSettlements": NotSettlements,
    "NotSystem": NotSystem,
    "NotSystemContract": NotSystemContract,
    "NotUsed": NotUsed,
    "NotWhole": NotWhole,
    "NoteFrozen": NoteFrozen,
    "NoteLocked": NoteLocked,
    "NotePending": NotePending,
    "NotePledged": NotePledged,
    "NoteUnknown": NoteUnknown,
    "NothingBooked": NothingBooked,
    "NothingOwed": NothingOwed,
    "NothingOwedOn": NothingOwedOn,
    "NothingParked": NothingParked,
    "NothingParkedFor": NothingParkedFor,
    "NothingReserved": NothingReserved,
    "NothingToCall": NothingToCall,
    "NothingToChange": NothingToChange,
    "NothingToCollect": NothingToCollect,
    "NothingToCollectOn": NothingToCollectOn,
    "ObservedLater": ObservedLater,
    "OfferCancelled": OfferCancelled,
    "OfferExhausted": OfferExhausted,
    "OfferExpired": OfferExpired,
    "OfferScopeInvalid": OfferScopeInvalid,
    "OfferTierExceeded": OfferTierExceeded,
    "OwnOffer": OwnOffer,
    "PartBeforeDueDay": PartBeforeDueDay,
    "PartsMismatch": PartsMismatch,
    "PartsMissing": PartsMissing,
    "PartyExists": PartyExists,
    "PartyNotSuspended": PartyNotSuspended,
    "PartySuspended": PartySuspended,
    "PartyUnknown": PartyUnknown,
    "PayeeOfBorrowersGroup": PayeeOfBorrowersGroup,
    "PayeeSuspended": PayeeSuspended,
    "PieceTooSmall": PieceTooSmall,
    "ProceedsTooLow": ProceedsTooLow,
    "ProgrammeExists": ProgrammeExists,
    "ProgrammeNumberZero": ProgrammeNumberZero,
    "ProgrammeUnknown": ProgrammeUnknown,
    "RateBelowFloor": RateBelowFloor,
    "RateOutOfRange": RateOutOfRange,
    "ReceivableDisputed": ReceivableDisputed,
    "ReceivableFrozen": ReceivableFrozen,
    "ReceivableUnknown": ReceivableUnknown,
    "ReceiverRefused": ReceiverRefused,
    "RecoveryNotApproved": RecoveryNotApproved,
    "RecoveryPending": RecoveryPending,
    "RecoveryTooEarly": RecoveryTooEarly,
    "RecoveryUnknown": RecoveryUnknown,
    "ReferenceUsed": ReferenceUsed,
    "ReferenceZero": ReferenceZero,
    "RefundTooLarge": RefundTooLarge,
    "RegistryReferenceMissing": RegistryReferenceMissing,
    "ReleaseTooEarly": ReleaseTooEarly,
    "ReserveStillNeeded": ReserveStillNeeded,
    "RoleMissing": RoleMissing,
    "SafeCastOverflowedUintDowncast": SafeCastOverflowedUintDowncast,
    "SafeERC20FailedOperation": SafeERC20FailedOperation,
    "SaltNotRaised": SaltNotRaised,
    "SameGroup": SameGroup,
    "SameNote": SameNote,
    "ScopeMissing": ScopeMissing,
    "SecurityClaimed": SecurityClaimed,
    "SelfAssignment": SelfAssignment,
    "ShareInvalid": ShareInvalid,
    "SignatureCount": SignatureCount,
    "SignatureExpired": SignatureExpired,
    "SignatureInvalid": SignatureInvalid,
    "SignatureVoid": SignatureVoid,
    "SignaturesUnordered": SignaturesUnordered,
    "SignerNotOfFunder": SignerNotOfFunder,
    "SignerRoleMissing": SignerRoleMissing,
    "SlotMismatch": SlotMismatch,
    "SmallestPieceInvalid": SmallestPieceInvalid,
    "SponsorFixed": SponsorFixed,
    "SponsorMissing": SponsorMissing,
    "SponsorNotOffered": SponsorNotOffered,
    "StillSecuring": StillSecuring,
    "StringTooLong": StringTooLong,
    "StringsInsufficientHexLength": StringsInsufficientHexLength,
    "TenorTooLong": TenorTooLong,
    "TenorZero": TenorZero,
    "TermInvalid": TermInvalid,
    "TermsDead": TermsDead,
    "TermsNotInForce": TermsNotInForce,
    "ThresholdInvalid": ThresholdInvalid,
    "TierMismatch": TierMismatch,
    "TierTooDeep": TierTooDeep,
    "TokenMismatch": TokenMismatch,
    "TokenNotAllowed": TokenNotAllowed,
    "TokenNotListed": TokenNotListed,
    "TooFewSignatures": TooFewSignatures,
    "TooLateToSell": TooLateToSell,
    "TooManyCovers": TooManyCovers,
    "TooManyCustodians": TooManyCustodians,
    "TooManyInvoices": TooManyInvoices,
    "TooManyNotes": TooManyNotes,
    "TooManyPredecessors": TooManyPredecessors,
    "TradeReferenceMismatch": TradeReferenceMismatch,
    "TradeReferenceMissing": TradeReferenceMissing,
    "TransfersNotWanted": TransfersNotWanted,
    "UnknownReceivable": UnknownReceivable,
    "UtcOffsetInvalid": UtcOffsetInvalid,
    "ValueExceedsNote": ValueExceedsNote,
    "WrongAmountReceived": WrongAmountReceived,
    "WrongAmountTaken": WrongAmountTaken,
    "WrongCounterparty": WrongCounterparty,
    "WrongOwner": WrongOwner,
    "WrongState": WrongState,
    "WrongStatus": WrongStatus,
    "ZeroAccount": ZeroAccount,
    "ZeroAmount": ZeroAmount,
    "ZeroParty": ZeroParty,
    "ZeroPayment": ZeroPayment,
}
"""Classes by the name of the error."""
