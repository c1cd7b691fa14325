from salesmgmt.events.models.consumer import Consumer
from salesmgmt.events.models.epoch import Epoch
from salesmgmt.events.models.event import Event
from salesmgmt.events.models.job import Job

__all__ = ["Consumer", "Epoch", "Event", "Job"]
