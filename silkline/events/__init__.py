# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# ruff: noqa: E501
# isort: skip_file
"""Events of the contracts, typed."""

from __future__ import annotations

from .parties import AccountClosed as AccountClosed
from .parties import AccountSet as AccountSet
from .parties import AuthorityUpdated as AuthorityUpdated
from .parties import CashAccountChanged as CashAccountChanged
from .parties import EIP712DomainChanged as EIP712DomainChanged
from .parties import HaltedUntil as HaltedUntil
from .parties import OptInsChanged as OptInsChanged
from .parties import PartyRegistered as PartyRegistered
from .parties import PartyStatusChanged as PartyStatusChanged
from .parties import PartyUpdated as PartyUpdated
from .parties import RecoveryApproved as RecoveryApproved
from .parties import RecoveryProposed as RecoveryProposed
from .parties import RecoveryStopped as RecoveryStopped
from .parties import Resumed as Resumed
from .parties import SignatureVoided as SignatureVoided
from .programmes import Amended as Amended
from .programmes import AnchorStatusChanged as AnchorStatusChanged
from .programmes import Confirmed as Confirmed
from .programmes import LimitContractAdmitted as LimitContractAdmitted
from .programmes import ProgrammeChangeProposed as ProgrammeChangeProposed
from .programmes import ProgrammeChanged as ProgrammeChanged
from .programmes import ProgrammeOpened as ProgrammeOpened
from .programmes import TokenAllowed as TokenAllowed
from .receivables import ReceivablesApproval as ReceivablesApproval
from .receivables import ApprovalForAll as ApprovalForAll
from .receivables import ApprovalValue as ApprovalValue
from .receivables import Assigned as Assigned
from .receivables import AssignmentEnded as AssignmentEnded
from .receivables import AssignmentProposed as AssignmentProposed
from .receivables import Corrected as Corrected
from .receivables import CustodianAdded as CustodianAdded
from .receivables import DisputeChanged as DisputeChanged
from .receivables import Extinguished as Extinguished
from .receivables import ReceivablesFreezeChanged as ReceivablesFreezeChanged
from .receivables import InvoiceLinked as InvoiceLinked
from .receivables import LockChanged as LockChanged
from .receivables import NoteFreezeChanged as NoteFreezeChanged
from .receivables import SlotChanged as SlotChanged
from .receivables import StatusChanged as StatusChanged
from .receivables import ReceivablesTransfer as ReceivablesTransfer
from .receivables import TransferValue as TransferValue
from .settlements import Claimed as Claimed
from .settlements import Paid as Paid
from .settlements import PaidByGuarantor as PaidByGuarantor
from .settlements import PaidToGuarantors as PaidToGuarantors
from .settlements import Parked as Parked
from .settlements import Redeemed as Redeemed
from .discounting import LowestSaltRaised as LowestSaltRaised
from .discounting import OfferTaken as OfferTaken
from .discounting import OfferWithdrawn as OfferWithdrawn
from .discounting import PutBack as PutBack
from .discounting import RecourseClaimed as RecourseClaimed
from .guarantees import CoverCalled as CoverCalled
from .guarantees import CoverRecorded as CoverRecorded
from .guarantees import Recovered as Recovered
from .deposittoken import DepositTokenApproval as DepositTokenApproval
from .deposittoken import DepositTokenFreezeChanged as DepositTokenFreezeChanged
from .deposittoken import Issued as Issued
from .deposittoken import RedemptionExecuted as RedemptionExecuted
from .deposittoken import RedemptionInstructed as RedemptionInstructed
from .deposittoken import RedemptionReturned as RedemptionReturned
from .deposittoken import DepositTokenTransfer as DepositTokenTransfer
from .loanagreements import CoverGiven as CoverGiven
from .loanagreements import LoanFreezeChanged as LoanFreezeChanged
from .loanagreements import LoanOpened as LoanOpened
from .loanagreements import TermsAmended as TermsAmended
from .loanagreements import TermsVoided as TermsVoided
from .loans import ChunkPaidOut as ChunkPaidOut
from .loans import ClaimedFor as ClaimedFor
from .loans import DefaultLifted as DefaultLifted
from .loans import Defaulted as Defaulted
from .loans import LoanAmended as LoanAmended
from .loans import ParkedFor as ParkedFor
from .loans import Refunded as Refunded
from .loans import Released as Released
from .loans import Repaid as Repaid
from .loans import ReserveChanged as ReserveChanged
from .loans import TermsPublished as TermsPublished
from .creditlines import ConsumerAdded as ConsumerAdded
from .creditlines import GroupLineFreezeChanged as GroupLineFreezeChanged
from .creditlines import GroupLineGranted as GroupLineGranted
from .creditlines import LineDrawn as LineDrawn
from .creditlines import LineFreezeChanged as LineFreezeChanged
from .creditlines import LineGranted as LineGranted
from .creditlines import LineRestored as LineRestored
from .creditlines import OutcomeRecorded as OutcomeRecorded
from .creditlines import SponsorAccepted as SponsorAccepted
from .creditlines import SponsorOffered as SponsorOffered
from .fixings import FixingRecorded as FixingRecorded
from .collateral import PledgeReleased as PledgeReleased
from .collateral import Pledged as Pledged
from .collateral import ProceedsApplied as ProceedsApplied
from .collateral import ProceedsBooked as ProceedsBooked
from .accessmanager import OperationCanceled as OperationCanceled
from .accessmanager import OperationExecuted as OperationExecuted
from .accessmanager import OperationScheduled as OperationScheduled
from .accessmanager import RoleAdminChanged as RoleAdminChanged
from .accessmanager import RoleGrantDelayChanged as RoleGrantDelayChanged
from .accessmanager import RoleGranted as RoleGranted
from .accessmanager import RoleGuardianChanged as RoleGuardianChanged
from .accessmanager import RoleLabel as RoleLabel
from .accessmanager import RoleRevoked as RoleRevoked
from .accessmanager import TargetAdminDelayUpdated as TargetAdminDelayUpdated
from .accessmanager import TargetClosed as TargetClosed
from .accessmanager import TargetFunctionRoleUpdated as TargetFunctionRoleUpdated
from .erc2771forwarder import ExecutedForwardRequest as ExecutedForwardRequest

from silkline.chain.logs import Event

CLASSES: dict[tuple[str, str], type[Event]] = {
    ("Parties", "AccountClosed(uint40,address)"): AccountClosed,
    ("Parties", "AccountSet(uint40,address,uint16,uint96)"): AccountSet,
    ("Parties", "AuthorityUpdated(address)"): AuthorityUpdated,
    ("Parties", "CashAccountChanged(uint40,address,address,uint16)"): CashAccountChanged,
    ("Parties", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("Parties", "HaltedUntil(uint256)"): HaltedUntil,
    ("Parties", "OptInsChanged(uint40,uint8)"): OptInsChanged,
    ("Parties", "PartyRegistered(uint40,address,(uint8,uint24,uint40,uint16,uint16))"): PartyRegistered,
    ("Parties", "PartyStatusChanged(uint40,bool,bytes32)"): PartyStatusChanged,
    ("Parties", "PartyUpdated(uint40,(uint8,uint24,uint40,uint16,uint16))"): PartyUpdated,
    ("Parties", "RecoveryApproved(uint40,address,bytes32,uint256)"): RecoveryApproved,
    ("Parties", "RecoveryProposed(uint40,address,bytes32)"): RecoveryProposed,
    ("Parties", "RecoveryStopped(uint40,address)"): RecoveryStopped,
    ("Parties", "Resumed()"): Resumed,
    ("Parties", "SignatureVoided(address,bytes32)"): SignatureVoided,
    ("Programmes", "Amended(uint96,uint256,uint256,bytes32)"): Amended,
    ("Programmes", "AnchorStatusChanged(uint40,bool,bytes32)"): AnchorStatusChanged,
    ("Programmes", "AuthorityUpdated(address)"): AuthorityUpdated,
    ("Programmes", "Confirmed(uint96,uint48,uint40,uint256,uint256,bytes32)"): Confirmed,
    ("Programmes", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("Programmes", "LimitContractAdmitted(address)"): LimitContractAdmitted,
    ("Programmes", "ProgrammeChangeProposed(uint48,bytes32,(uint256,uint16,uint8,uint256,bool,bytes32))"): ProgrammeChangeProposed,
    ("Programmes", "ProgrammeChanged(uint48,bytes32,(uint256,uint16,uint8,uint256,bool,bytes32))"): ProgrammeChanged,
    ("Programmes", "ProgrammeOpened(uint48,uint40,address,(address,bytes3,uint256,uint16,uint8,uint256,uint24,uint8,int8,bool,address,bytes32))"): ProgrammeOpened,
    ("Programmes", "SignatureVoided(address,bytes32)"): SignatureVoided,
    ("Programmes", "TokenAllowed(address,bool)"): TokenAllowed,
    ("Receivables", "Approval(address,address,uint256)"): ReceivablesApproval,
    ("Receivables", "ApprovalForAll(address,address,bool)"): ApprovalForAll,
    ("Receivables", "ApprovalValue(uint256,address,uint256)"): ApprovalValue,
    ("Receivables", "Assigned(uint128,uint128,uint40,uint40,uint256,uint8,bytes32,bool)"): Assigned,
    ("Receivables", "AssignmentEnded(uint128,uint40)"): AssignmentEnded,
    ("Receivables", "AssignmentProposed(uint128,uint128,uint40,uint256,bytes32,bool)"): AssignmentProposed,
    ("Receivables", "Corrected(uint96,uint256,uint256)"): Corrected,
    ("Receivables", "CustodianAdded(address,uint8)"): CustodianAdded,
    ("Receivables", "DisputeChanged(uint96,bool,bytes32)"): DisputeChanged,
    ("Receivables", "Extinguished(uint96,uint128,uint256)"): Extinguished,
    ("Receivables", "FreezeChanged(uint96,bool,bytes32)"): ReceivablesFreezeChanged,
    ("Receivables", "InvoiceLinked(uint96,uint96)"): InvoiceLinked,
    ("Receivables", "LockChanged(uint128,address,bool)"): LockChanged,
    ("Receivables", "NoteFreezeChanged(uint128,bool,bytes32)"): NoteFreezeChanged,
    ("Receivables", "SlotChanged(uint256,uint256,uint256)"): SlotChanged,
    ("Receivables", "StatusChanged(uint96,uint8)"): StatusChanged,
    ("Receivables", "Transfer(address,address,uint256)"): ReceivablesTransfer,
    ("Receivables", "TransferValue(uint256,uint256,uint256)"): TransferValue,
    ("Settlements", "Claimed(uint40,address,address,uint256)"): Claimed,
    ("Settlements", "Paid(uint96,address,uint256,uint256,uint256)"): Paid,
    ("Settlements", "PaidByGuarantor(uint96,uint256,uint256,uint256,uint256)"): PaidByGuarantor,
    ("Settlements", "PaidToGuarantors(uint96,uint256,uint256)"): PaidToGuarantors,
    ("Settlements", "Parked(uint40,address,uint256)"): Parked,
    ("Settlements", "Redeemed(uint128,uint40,uint256,bool)"): Redeemed,
    ("Discounting", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("Discounting", "LowestSaltRaised(uint40,uint256)"): LowestSaltRaised,
    ("Discounting", "OfferTaken(bytes32,uint128,uint40,uint128,uint40,uint256,uint256,bytes32,bool)"): OfferTaken,
    ("Discounting", "OfferWithdrawn(bytes32,uint40)"): OfferWithdrawn,
    ("Discounting", "PutBack(uint128,uint40,uint40,uint256)"): PutBack,
    ("Discounting", "RecourseClaimed(uint128,uint40,uint40,uint256)"): RecourseClaimed,
    ("Guarantees", "Claimed(uint40,address,address,uint256)"): Claimed,
    ("Guarantees", "CoverCalled(bytes32,uint40,uint256,uint256,uint256)"): CoverCalled,
    ("Guarantees", "CoverRecorded(uint96,uint40,uint40,uint256,uint256,uint256,bytes32)"): CoverRecorded,
    ("Guarantees", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("Guarantees", "Parked(uint40,address,uint256)"): Parked,
    ("Guarantees", "Recovered(bytes32,uint40,uint256,uint256)"): Recovered,
    ("Guarantees", "SignatureVoided(address,bytes32)"): SignatureVoided,
    ("DepositToken", "Approval(address,address,uint256)"): DepositTokenApproval,
    ("DepositToken", "AuthorityUpdated(address)"): AuthorityUpdated,
    ("DepositToken", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("DepositToken", "FreezeChanged(address,bool,bytes32)"): DepositTokenFreezeChanged,
    ("DepositToken", "Issued(bytes32,address,uint256)"): Issued,
    ("DepositToken", "RedemptionExecuted(bytes32,address,uint256)"): RedemptionExecuted,
    ("DepositToken", "RedemptionInstructed(bytes32,address,uint256,bytes32)"): RedemptionInstructed,
    ("DepositToken", "RedemptionReturned(bytes32,address,uint256,bytes32)"): RedemptionReturned,
    ("DepositToken", "Transfer(address,address,uint256)"): DepositTokenTransfer,
    ("LoanAgreements", "AuthorityUpdated(address)"): AuthorityUpdated,
    ("LoanAgreements", "CoverGiven(bytes32,uint40,uint256,uint256,uint256)"): CoverGiven,
    ("LoanAgreements", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("LoanAgreements", "LoanFreezeChanged(bytes32,bool,bytes32)"): LoanFreezeChanged,
    ("LoanAgreements", "LoanOpened(bytes32,uint40,uint40)"): LoanOpened,
    ("LoanAgreements", "TermsAmended(bytes32,bytes32,(bytes32,uint40,uint40,address,int8,uint256,bool,uint24,uint32,bytes32,int32,uint32,uint24,uint8,uint8,uint8,uint16,uint24,uint16,uint16,bool,bool,uint16,uint32,uint16,uint8,uint256,address,bytes32,bool,bool,bytes4,bytes32,bytes32,bytes32,uint8,uint256,uint256))"): TermsAmended,
    ("LoanAgreements", "TermsVoided(bytes32,uint40)"): TermsVoided,
    ("Loans", "ChunkPaidOut(bytes32,uint256,uint256,uint256,uint256)"): ChunkPaidOut,
    ("Loans", "Claimed(uint40,address,address,uint256)"): Claimed,
    ("Loans", "ClaimedFor(address,address,uint256)"): ClaimedFor,
    ("Loans", "DefaultLifted(bytes32)"): DefaultLifted,
    ("Loans", "Defaulted(bytes32,uint256,uint256)"): Defaulted,
    ("Loans", "LoanAmended(bytes32,bytes32,(bool,bool,bool,bool,uint64,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256))"): LoanAmended,
    ("Loans", "Parked(uint40,address,uint256)"): Parked,
    ("Loans", "ParkedFor(address,address,uint256)"): ParkedFor,
    ("Loans", "Refunded(bytes32,uint256,address,uint256)"): Refunded,
    ("Loans", "Released(bytes32,uint256,bytes32,uint256)"): Released,
    ("Loans", "Repaid(bytes32,address,uint256,uint256,uint256,uint256)"): Repaid,
    ("Loans", "ReserveChanged(bytes32,uint256)"): ReserveChanged,
    ("Loans", "TermsPublished(bytes32,(bytes32,uint40,uint40,address,int8,uint256,bool,uint24,uint32,bytes32,int32,uint32,uint24,uint8,uint8,uint8,uint16,uint24,uint16,uint16,bool,bool,uint16,uint32,uint16,uint8,uint256,address,bytes32,bool,bool,bytes4,bytes32,bytes32,bytes32,uint8,uint256,uint256))"): TermsPublished,
    ("CreditLines", "AuthorityUpdated(address)"): AuthorityUpdated,
    ("CreditLines", "ConsumerAdded(address)"): ConsumerAdded,
    ("CreditLines", "GroupLineFreezeChanged(uint40,uint40,bool,bytes32)"): GroupLineFreezeChanged,
    ("CreditLines", "GroupLineGranted(uint40,uint40,uint256,uint256,bytes32,bytes32)"): GroupLineGranted,
    ("CreditLines", "LineDrawn(uint40,uint40,uint256,uint256,uint256)"): LineDrawn,
    ("CreditLines", "LineFreezeChanged(uint40,uint40,bool,bytes32)"): LineFreezeChanged,
    ("CreditLines", "LineGranted(uint40,uint40,(uint256,uint32,uint256,uint40,bytes32,bytes32))"): LineGranted,
    ("CreditLines", "LineRestored(uint40,uint40,uint256,uint256,uint256)"): LineRestored,
    ("CreditLines", "OutcomeRecorded(uint40,uint40,uint8,uint256,uint256)"): OutcomeRecorded,
    ("CreditLines", "SponsorAccepted(uint48,uint40)"): SponsorAccepted,
    ("CreditLines", "SponsorOffered(uint48,uint40,bool)"): SponsorOffered,
    ("Fixings", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("Fixings", "FixingRecorded(bytes32,bytes32,uint40[],uint256,uint256,int256)"): FixingRecorded,
    ("Collateral", "Claimed(uint40,address,address,uint256)"): Claimed,
    ("Collateral", "Parked(uint40,address,uint256)"): Parked,
    ("Collateral", "PledgeReleased(bytes32,uint128)"): PledgeReleased,
    ("Collateral", "Pledged(bytes32,uint128,uint40,uint256)"): Pledged,
    ("Collateral", "ProceedsApplied(bytes32,uint40,uint256,uint256)"): ProceedsApplied,
    ("Collateral", "ProceedsBooked(bytes32,uint128,uint40,uint256,uint256)"): ProceedsBooked,
    ("Attested", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("AttestedMetric", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("AccessManager", "OperationCanceled(bytes32,uint32)"): OperationCanceled,
    ("AccessManager", "OperationExecuted(bytes32,uint32)"): OperationExecuted,
    ("AccessManager", "OperationScheduled(bytes32,uint32,uint48,address,address,bytes)"): OperationScheduled,
    ("AccessManager", "RoleAdminChanged(uint64,uint64)"): RoleAdminChanged,
    ("AccessManager", "RoleGrantDelayChanged(uint64,uint32,uint48)"): RoleGrantDelayChanged,
    ("AccessManager", "RoleGranted(uint64,address,uint32,uint48,bool)"): RoleGranted,
    ("AccessManager", "RoleGuardianChanged(uint64,uint64)"): RoleGuardianChanged,
    ("AccessManager", "RoleLabel(uint64,string)"): RoleLabel,
    ("AccessManager", "RoleRevoked(uint64,address)"): RoleRevoked,
    ("AccessManager", "TargetAdminDelayUpdated(address,uint32,uint48)"): TargetAdminDelayUpdated,
    ("AccessManager", "TargetClosed(address,bool)"): TargetClosed,
    ("AccessManager", "TargetFunctionRoleUpdated(address,bytes4,uint64)"): TargetFunctionRoleUpdated,
    ("ERC2771Forwarder", "EIP712DomainChanged()"): EIP712DomainChanged,
    ("ERC2771Forwarder", "ExecutedForwardRequest(address,uint256,bool)"): ExecutedForwardRequest,
}
"""Classes by contract and signature."""
